// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.sidecar.delivery.LeaseState;
import dev.leasehold.sidecar.delivery.LeaseStateFile;
import dev.leasehold.sidecar.log.LogOutput;
import dev.leasehold.sidecar.volume.VolumeException;
import dev.leasehold.sidecar.volume.VolumeFiles;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Says whether each binding has a file with a credential whose lease lives; asks nobody. */
final class HealthcheckCommand implements Callable<Integer> {

  private final SettingsOption settings;

  HealthcheckCommand(ModeArguments arguments) {
    this.settings = new SettingsOption(arguments);
  }

  @Override
  public Integer call() throws Exception {
    SidecarSettings read = settings.read(true);
    boolean healthy = true;
    for (DeliverySettings binding : read.bindings()) {
      String problem = problem(read, binding);
      if (problem != null) {
        LogOutput.writeAnswer(binding.name() + ": " + problem);
        healthy = false;
      }
    }
    return (healthy ? ExitCode.OK : ExitCode.UNHEALTHY).status();
  }

  private static @Nullable String problem(SidecarSettings read, DeliverySettings binding) {
    String file = binding.file().name();
    String state = LeaseStateFile.nameFor(binding.name());
    try (VolumeFiles files = VolumeFiles.open(read.volume().toPath());
        VolumeFiles states = VolumeFiles.open(read.state().toPath())) {
      if (!files.hasContent(file)) {
        return read.volume().toPath().resolve(file) + " has no credential";
      }
      byte[] content = content(files, file); // First: each new content is noted before.
      byte[] noted = states.read(state);
      if (noted == null) {
        return "no sidecar keeps " + file + " fresh: there is no " + state + " in " + read.state();
      }
      return problem(file, content, LeaseState.parse(noted, LeaseClock.system()));
    } catch (VolumeException e) {
      return e.getMessage();
    }
  }

  private static @Nullable String problem(
      String file, byte @Nullable [] content, LeaseState state) {
    Optional<Lease> lease = state.leaseOf(content);
    if (lease.isEmpty()) {
      return "the credential in " + file + " is not of a lease that the sidecar holds";
    }
    boolean ended = lease.get().remaining(LeaseClock.system().now()).isZero();
    return ended ? "the lease of the credential in " + file + " has ended" : null;
  }

  /**
   * A file that was given to another user cannot be read: the content written last is meant then.
   */
  private static byte @Nullable [] content(VolumeFiles files, String name) {
    try {
      return files.read(name);
    } catch (VolumeException unreadable) {
      return null;
    }
  }
}
