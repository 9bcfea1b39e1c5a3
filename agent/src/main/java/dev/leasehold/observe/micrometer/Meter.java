// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import dev.leasehold.metrics.DurationHistogram;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * One value of a metric as a meter of Micrometer's. Named so that Micrometer's own naming for
 * Prometheus gives the name in the table: {@code leasehold.lease.remaining} with the base unit
 * {@code seconds} is {@code leasehold_lease_remaining_seconds}.
 *
 * <p>It reads itself for Micrometer: a function of its own would be one more class for each use.
 */
final class Meter implements ToDoubleFunction<Meter>, ToLongFunction<Meter> {

  private static final String TOTAL = "_total";

  private final LatestValues values;
  private final Sample shown;

  Meter(LatestValues values, Sample shown) {
    this.values = values;
    this.shown = shown;
  }

  static String name(MetricName metric) {
    String name = metric.text();
    if (!metric.unit().isEmpty()) {
      name = name.substring(0, name.length() - metric.unit().length() - 1);
    } else if (metric.type() == MetricName.Type.COUNTER) {
      name = name.substring(0, name.length() - TOTAL.length());
    }
    return name.replace('_', '.');
  }

  /** Returns a builder of the meter. */
  Object builder(MeterApi api) throws ReflectiveOperationException {
    MetricName metric = shown.metric();
    String name = name(metric);
    Object builder;
    switch (metric.type()) {
      case COUNTER:
        builder = api.counter(name, this);
        break;
      case HISTOGRAM:
        builder = api.timer(name, this);
        break;
      default:
        builder = api.gauge(name, this);
        if (!metric.unit().isEmpty()) {
          api.set(builder, "baseUnit", metric.unit());
        }
    }
    api.set(builder, "description", metric.help());
    api.tags(builder, tags(metric.labels(), shown.labels()));
    return builder;
  }

  private static String[] tags(List<String> names, List<String> values) {
    String[] tags = new String[2 * names.size()];
    for (int i = 0; i < names.size(); i++) {
      tags[2 * i] = names.get(i);
      tags[2 * i + 1] = values.get(i);
    }
    return tags;
  }

  /**
   * Returns the value of a meter, and of a histogram its sum. For a fault of Leasehold's own it is
   * no number, and the sum 0.
   */
  @Override
  public double applyAsDouble(Meter meter) {
    try {
      Sample current = meter.values.of(meter.shown);
      DurationHistogram.Snapshot histogram = current.histogram();
      return histogram == null ? current.value() : histogram.sum();
    } catch (RuntimeException | Error fault) {
      // It would spoil the application's own scrape.
      return meter.shown.histogram() == null ? Double.NaN : 0;
    }
  }

  /** Returns the number of observations of a histogram; 0 for a fault of Leasehold's own. */
  @Override
  public long applyAsLong(Meter meter) {
    try {
      return (long) meter.values.of(meter.shown).value();
    } catch (RuntimeException | Error fault) {
      return 0;
    }
  }
}
