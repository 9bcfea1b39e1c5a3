// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import dev.leasehold.config.DeliverySettings;
import dev.leasehold.config.ReloadSettings;
import dev.leasehold.config.Signal;
import dev.leasehold.config.SignalSettings;
import dev.leasehold.sidecar.delivery.ChangeNotice;
import dev.leasehold.sidecar.delivery.ReloadNotice;
import dev.leasehold.sidecar.delivery.SignalNotice;
import dev.leasehold.sidecar.reload.CommandReload;
import dev.leasehold.sidecar.reload.HttpReload;
import dev.leasehold.sidecar.signal.SignalTarget;
import dev.leasehold.sidecar.signal.Signaller;
import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the notices that a binding's settings ask for: the signal first, then the command. */
final class NoticeFactory {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<@Nullable Process> child;

  /**
   * Makes a maker of notices.
   *
   * @param child the program that the sidecar started, which gets signals where no other target is
   *     named; null while there is none
   */
  NoticeFactory(Supplier<@Nullable Process> child) {
    this.child = child;
  }

  /** Returns the notice of a binding. */
  ChangeNotice of(DeliverySettings binding) {
    ChangeNotice reload = reload(binding);
    Signal signal = binding.signal().signal();
    return signal == null ? reload : signal(binding, signal).then(reload);
  }

  private static ChangeNotice reload(DeliverySettings binding) {
    ReloadSettings reload = binding.reload();
    if (!reload.command().isEmpty()) {
      CommandReload command = new CommandReload(reload.command(), reload.timeout());
      return ReloadNotice.repeating(binding.name(), command);
    }
    URI url = reload.url();
    return url == null ? ChangeNotice.NONE : ReloadNotice.once(binding.name(), http(url, reload));
  }

  private static HttpReload http(URI url, ReloadSettings reload) {
    return new HttpReload(url, reload.timeout(), ReloadNotice.ATTEMPTS, PAUSE);
  }

  private SignalNotice signal(DeliverySettings binding, Signal signal) {
    SignalTarget named = named(binding.signal());
    return new SignalNotice(
        binding.name(), () -> named == null ? child() : named, signal, Signaller.ofThisJvm());
  }

  private @Nullable SignalTarget child() {
    Process started = child.get();
    return started == null ? null : SignalTarget.child(started);
  }

  private static @Nullable SignalTarget named(SignalSettings signal) {
    String process = signal.process();
    Pattern commandLine = signal.commandLine();
    File pidFile = signal.pidFile();
    if (process != null) {
      return SignalTarget.named(process);
    }
    if (commandLine != null) {
      return SignalTarget.commandLine(commandLine);
    }
    return pidFile == null ? null : SignalTarget.pidFile(pidFile.toPath());
  }
}
