// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Micrometer, as an application has it: a registry of its own in the global registry. */
public final class ApplicationMeters {

  private ApplicationMeters() {}

  /** Loads it. Returns how many meters the global registry has. */
  public static synchronized String count() {
    if (Metrics.globalRegistry.getRegistries().isEmpty()) {
      Metrics.addRegistry(new SimpleMeterRegistry());
    }
    return Integer.toString(Metrics.globalRegistry.getMeters().size());
  }
}
