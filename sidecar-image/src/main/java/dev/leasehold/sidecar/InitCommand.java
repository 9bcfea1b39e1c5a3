// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.SidecarSettings;
import dev.leasehold.sidecar.signal.Signal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the first credential and leaves its lease to {@link RunCommand}. */
@Command(
    name = "init",
    description = {
      "Takes out a lease, or takes over the one that is there, writes the file, and ends.",
      "`run` takes the lease over. Waits as long as leasehold.first-credential-timeout says."
    })
final class InitCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings = new SettingsOption();

  @Override
  public Integer call() throws Exception {
    SidecarSettings read = settings.read(false);
    CredentialSidecar sidecar = CredentialSidecar.open(read, null);
    SignalHandlers.on(
        Signal.TERM,
        () -> {
          sidecar.close();
          Runtime.getRuntime().halt(ExitCode.TERMINATED.status());
        });
    sidecar.start();
    try {
      sidecar.awaitFirst();
      sidecar.requireState();
    } catch (SidecarException e) {
      sidecar.close(); // Else each new try of the container would leave a role behind.
      throw e;
    }
    return ExitCode.OK.status();
  }
}
