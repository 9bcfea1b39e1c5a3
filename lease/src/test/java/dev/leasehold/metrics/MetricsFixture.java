// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.rotation.OneGeneration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of the binding orders, on a clock that the test moves. */
final class MetricsFixture {

  private final AtomicLong time = new AtomicLong();
  final LeaseClock clock = OneGeneration.clock(time);
  final MetricsRegistry registry = new MetricsRegistry("agent", "1.2.3", clock);
  final BindingMetrics binding = registry.add("orders");

  Generation generation(long number) {
    return generation(number, Duration.ofSeconds(100));
  }

  Generation generation(long number, Duration life) {
    return OneGeneration.of("orders", number, clock, life);
  }

  /** Renews the lease of a generation, and tells the binding. */
  void renews(Generation generation, Duration life) {
    OneGeneration.renew(generation, clock, life);
    binding.renewed(generation);
  }

  void pass(Duration span) {
    time.addAndGet(span.toNanos());
  }

  void fails(String operation) {
    LeaseException down = new LeaseException(LeaseException.Kind.UNAVAILABLE, "Vault is away");
    binding.failed("orders", operation, down, Duration.ofSeconds(1));
  }

  /** Returns a value by its name and labels, as {@link ExpositionParser} gives it. */
  double value(String series) {
    String text = Exposition.TEXT.write(registry.collect());
    Map<String, Double> values = ExpositionParser.parse(Exposition.TEXT, text);
    Double value = values.get(series);
    if (value == null) {
      throw new AssertionError("no " + series + " in " + values.keySet());
    }
    return value;
  }
}
