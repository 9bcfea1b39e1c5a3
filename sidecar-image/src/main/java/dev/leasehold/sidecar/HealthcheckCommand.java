// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.sidecar.delivery.LeaseStateFile;
import dev.leasehold.vault.SavedLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether each binding has a file with a credential whose lease lives; asks nobody. */
@Command(
    name = "healthcheck",
    description = {
      "Ends with 0 when the file of each binding is there and its lease lives, else with 1.",
      "For the startup probe of `run`. Reads the volume and asks nobody."
    })
final class HealthcheckCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings = new SettingsOption();

  @Override
  public Integer call() throws Exception {
    SidecarSettings read = settings.read(true);
    boolean healthy = true;
    for (DeliverySettings binding : read.bindings()) {
      String problem = problem(read, binding);
      if (problem != null) {
        System.err.println(binding.name() + ": " + problem);
        healthy = false;
      }
    }
    return (healthy ? ExitCode.OK : ExitCode.UNHEALTHY).status();
  }

  private static @Nullable String problem(SidecarSettings read, DeliverySettings binding) {
    Path file = read.volume().toPath().resolve(binding.file().name());
    Path state = read.state().toPath().resolve(LeaseStateFile.nameFor(binding.name()));
    try {
      if (!Files.isRegularFile(file) || Files.size(file) == 0) {
        return file + " has no credential";
      }
      LeaseClock clock = LeaseClock.system();
      List<SavedLease> held = LeaseStateFile.parse(Files.readAllBytes(state), clock);
      Duration left =
          held.isEmpty() ? Duration.ZERO : held.get(held.size() - 1).lease().remaining(clock.now());
      return left.isZero() ? "the lease of " + file + " has ended" : null;
    } catch (IOException e) {
      return "no sidecar keeps " + file + " fresh: " + state + " cannot be read";
    }
  }
}
