// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import dev.leasehold.metrics.MetricsRegistry;
import dev.leasehold.metrics.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The values of all metrics, a second old at most: a scrape asks for each meter on its own. Safe
 * for many threads.
 */
final class LatestValues {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MetricsRegistry registry;
  private volatile CollectedValues latest;

  LatestValues(MetricsRegistry registry) {
    this.registry = registry;
    this.latest = CollectedValues.of(registry);
  }

  /** Returns all samples to show, the samples without a value now among them. */
  List<Sample> all() {
    return latest.samples;
  }

  /** Returns the current value of a sample that was shown before. */
  Sample of(Sample shown) {
    CollectedValues current = latest;
    if (System.nanoTime() - current.takenAt > FRESH_NANOS) {
      current = CollectedValues.of(registry);
      latest = current;
    }
    return current.byName.getOrDefault(name(shown), shown);
  }

  private static String name(Sample sample) {
    return sample.metric().text() + sample.labels();
  }

  private static final class CollectedValues {
    private final long takenAt = System.nanoTime();
    private final List<Sample> samples;
    private final Map<String, Sample> byName = new HashMap<>();

    private CollectedValues(List<Sample> samples) {
      this.samples = samples;
      for (Sample sample : samples) {
        byName.put(name(sample), sample);
      }
    }

    static CollectedValues of(MetricsRegistry registry) {
      return new CollectedValues(registry.collectAll());
    }
  }
}
