// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.micrometer.MicrometerLoaders;
import dev.leasehold.observe.micrometer.MicrometerRegistration;
import java.lang.instrument.Instrumentation;

/**
 * The metrics in the Micrometer of each class loader that has it: at the start, and after a later
 * deployment.
 */
final class MicrometerExporter {

  private final MicrometerLoaders loaders = new MicrometerLoaders();
  private final Log log;

  private MicrometerExporter(Log log) {
    this.log = log;
  }

  /** Begins to watch for Micrometer, and registers nothing yet. */
  static MicrometerExporter watching(Instrumentation instrumentation, Log log) {
    MicrometerExporter outlet = new MicrometerExporter(log);
    outlet.loaders.watch(instrumentation);
    return outlet;
  }

  /** Registers the metrics wherever Micrometer is or comes, on a thread of its own. */
  void open(MetricsRegistry metrics, ApplicationStart start) {
    MicrometerRegistration meters = new MicrometerRegistration(metrics);
    DaemonThreads.daemon(() -> registerForEver(meters, start), "leasehold-micrometer").start();
  }

  private void registerForEver(MicrometerRegistration meters, ApplicationStart start) {
    try {
      while (true) {
        registerNext(meters, start);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves no class loader on the stack while it waits: a deployment that has ended is to go. */
  private void registerNext(MicrometerRegistration meters, ApplicationStart start)
      throws InterruptedException {
    ClassLoader loader = loaders.next();
    if (loader != null) {
      start.quiet(); // The framework that loads Micrometer sets it up next.
      register(meters, loader);
    }
  }

  private void register(MicrometerRegistration meters, ClassLoader loader) {
    try {
      String refused = meters.register(loader);
      if (refused == null) {
        log.info("metrics are in the application's Micrometer, meters: " + meters.size());
      } else {
        log.warn("leasehold.metrics.micrometer: the application's Micrometer refused " + refused);
      }
    } catch (ReflectiveOperationException | RuntimeException | Error unable) {
      log.warn(
          "leasehold.metrics.micrometer: this Micrometer is older than 1.0, or hides its classes, so"
              + " the metrics are not in it: "
              + unable);
    }
  }
}
