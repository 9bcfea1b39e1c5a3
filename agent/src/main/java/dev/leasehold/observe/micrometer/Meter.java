// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import dev.leasehold.metrics.DurationHistogram;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.Sample;
import java.util.List;

/**
 * One value of a metric as a meter of Micrometer's. Named so that Micrometer's own naming for
 * Prometheus gives the name in the table: {@code leasehold.lease.remaining} with the base unit
 * {@code seconds} is {@code leasehold_lease_remaining_seconds}.
 */
final class Meter {

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
        builder = api.counter(name, this, Meter::value);
        break;
      case HISTOGRAM:
        builder = api.timer(name, this, Meter::count, Meter::sum);
        break;
      default:
        builder = api.gauge(name, this, Meter::value);
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

  /** Returns the value; no number where there is none, or for a fault of Leasehold's own. */
  private double value() {
    try {
      return values.of(shown).value();
    } catch (RuntimeException | Error fault) {
      return Double.NaN; // It would spoil the application's own scrape.
    }
  }

  private long count() {
    return (long) value();
  }

  private double sum() {
    try {
      DurationHistogram.Snapshot histogram = values.of(shown).histogram();
      return histogram == null ? 0 : histogram.sum();
    } catch (RuntimeException | Error fault) {
      return 0;
    }
  }
}
