// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.SidecarSettings;
import dev.leasehold.config.Signal;
import dev.leasehold.termination.TerminationMessage;
import java.util.concurrent.Callable;

/** Writes the first credential and leaves its lease to {@link RunCommand}. */
final class InitCommand implements Callable<Integer> {

  private final SettingsOption settings;
  private final TerminationMessage termination;

  InitCommand(ModeArguments arguments, TerminationMessage termination) {
    this.settings = new SettingsOption(arguments);
    this.termination = termination;
  }

  @Override
  public Integer call() throws Exception {
    JdkPreparation.begin();
    SidecarSettings read = settings.read(false);
    CredentialSidecar sidecar = CredentialSidecar.open(read, null, termination);
    SignalHandlers.on(
        Signal.TERM,
        () -> {
          sidecar.closeAndFlush();
          Runtime.getRuntime().halt(ExitCode.TERMINATED.status());
        });
    sidecar.start();
    try {
      sidecar.awaitFirst();
    } catch (SidecarException e) {
      sidecar.close(); // Else each new try of the container would leave a role behind.
      throw e;
    }
    return ExitCode.OK.status();
  }
}
