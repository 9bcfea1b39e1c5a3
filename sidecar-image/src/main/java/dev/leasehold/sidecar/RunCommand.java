// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.SidecarSettings;
import dev.leasehold.sidecar.signal.Signal;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps the file fresh until a signal ends it. */
@Command(
    name = "run",
    description = {
      "Keeps the file fresh, and tells the program of each change, until SIGTERM or SIGINT.",
      "Takes over the lease of `init` or of the sidecar before. SIGHUP asks for a new credential.",
      "At the end it removes the file and revokes the lease within two seconds."
    })
final class RunCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings = new SettingsOption();

  @Override
  public Integer call() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    SignalHandlers.on(
        Signal.TERM, end::countDown); // First: it may come while the volume is opened.
    SignalHandlers.on(Signal.INT, end::countDown);
    SidecarSettings read = settings.read(false);
    CredentialSidecar sidecar = CredentialSidecar.open(read, new Notices(() -> null));
    SignalHandlers.on(Signal.HUP, () -> sidecar.rotate("SIGHUP"));
    sidecar.answerHealth();
    sidecar.start();
    sidecar.keepFresh();
    end.await();
    sidecar.close();
    return ExitCode.OK.status();
  }
}
