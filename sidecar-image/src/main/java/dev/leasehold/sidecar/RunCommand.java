// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.SidecarSettings;
import dev.leasehold.config.Signal;
import dev.leasehold.termination.TerminationMessage;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Keeps the file fresh until a signal ends it. */
final class RunCommand implements Callable<Integer> {

  private final SettingsOption settings;
  private final TerminationMessage termination;

  RunCommand(ModeArguments arguments, TerminationMessage termination) {
    this.settings = new SettingsOption(arguments);
    this.termination = termination;
  }

  @Override
  public Integer call() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    SignalHandlers.on(
        Signal.TERM, end::countDown); // First: it may come while the volume is opened.
    SignalHandlers.on(Signal.INT, end::countDown);
    JdkPreparation.begin();
    SidecarSettings read = settings.read(false);
    CredentialSidecar sidecar =
        CredentialSidecar.open(read, new NoticeFactory(() -> null), termination);
    SignalHandlers.on(Signal.HUP, () -> sidecar.rotate("SIGHUP"));
    sidecar.answerHealth();
    sidecar.start();
    sidecar.keepFresh();
    end.await();
    sidecar.closeAndFlush();
    return ExitCode.OK.status();
  }
}
