// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.config.BindingSettings;
import dev.leasehold.config.HandOverMode;
import dev.leasehold.config.Mode;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.BindingContext;
import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.HandOverPolicy;
import dev.leasehold.inject.InjectingHooks;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.observe.ObservationReport;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has live connections moved to new sessions, where a binding's settings ask for it. Where none
 * does, nothing of it is woven, and no thread begun.
 */
final class HandOverStart {

  private HandOverStart() {}

  private static boolean isAsked(BindingSettings binding) {
    return binding.handOver() != HandOverMode.OFF;
  }

  private static boolean isAsked(Settings settings) {
    return settings.bindings().stream().anyMatch(HandOverStart::isAsked);
  }

  /** Weaves the methods that tell of statements. Before the first connection. */
  static void weave(Settings settings, WeavingTransformer weaving) {
    if (isAsked(settings)) {
      weaving.addCalls(Drivers.watched(AdditionalDrivers.named(settings)));
    }
  }

  /** Returns an observer of the connections that could be moved; null where none is to be. */
  static @Nullable ObservedConnections observing(Settings settings, ObservationReport report) {
    return isAsked(settings) && settings.mode() == Mode.OBSERVE
        ? new ObservedConnections(report)
        : null;
  }

  /**
   * Has the injection watch the driver, and the bindings move connections that are opened from now
   * on.
   */
  static void begin(Settings settings, List<BindingRuntime> runtimes, InjectingHooks injection) {
    if (!isAsked(settings)) {
      return;
    }
    HandOverDriver driver = Drivers.handOver();
    injection.watch(driver);
    for (BindingRuntime runtime : runtimes) {
      BindingSettings binding = runtime.binding();
      BindingContext context = runtime.context();
      if (isAsked(binding)) {
        boolean always = binding.handOver() == HandOverMode.ALWAYS;
        Duration notice = binding.timings().margin().dividedBy(2); // The ledger looks each second.
        context.handOver(
            new HandOverPolicy(
                driver, always, binding.handOverLogins(), binding.handOverQuiet(), notice));
      }
    }
  }
}
