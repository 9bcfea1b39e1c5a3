// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Micrometer, as an application without meters has it: a registry in the global registry. */
public final class ApplicationMeters {

  private ApplicationMeters() {}

  /** Loads it. Returns how many meters of Leasehold's the global registry has. */
  public static synchronized String count() {
    if (Metrics.globalRegistry.getRegistries().isEmpty()) {
      Metrics.addRegistry(new SimpleMeterRegistry());
    }
    return ofLeasehold();
  }

  /** Returns how many meters of Leasehold's the global registry has. */
  static String ofLeasehold() {
    long meters =
        Metrics.globalRegistry.getMeters().stream()
            .filter(each -> each.getId().getName().startsWith("leasehold."))
            .count();
    return Long.toString(meters);
  }
}
