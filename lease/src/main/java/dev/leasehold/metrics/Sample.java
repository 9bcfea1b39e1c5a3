// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value of a metric, with the values of its labels. Immutable. */
public final class Sample {

  private final MetricName metric;
  private final List<String> labels;
  private final double value;
  private final DurationHistogram.@Nullable Snapshot histogram;

  private Sample(
      MetricName metric,
      String[] labels,
      double value,
      DurationHistogram.@Nullable Snapshot histogram) {
    if (labels.length != metric.labels().size()) {
      throw new IllegalArgumentException(metric + " has the labels " + metric.labels());
    }
    this.metric = metric;
    this.labels = Collections.unmodifiableList(Arrays.asList(labels));
    this.value = value;
    this.histogram = histogram;
  }

  /** Makes a value; the labels' values are in the order of {@link MetricName#labels()}. */
  public static Sample of(MetricName metric, double value, String... labels) {
    return new Sample(metric, labels.clone(), value, null);
  }

  /** Makes a value of a histogram, which counts as its number of observations. */
  static Sample of(MetricName metric, DurationHistogram.Snapshot histogram, String... labels) {
    return new Sample(metric, labels.clone(), histogram.count(), histogram);
  }

  /** Returns the metric. */
  public MetricName metric() {
    return metric;
  }

  /** Returns the labels' values. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the value; of a histogram, the number of observations; no number where none is. */
  public double value() {
    return value;
  }

  /** Returns the buckets of a histogram; null for any other metric. */
  public DurationHistogram.@Nullable Snapshot histogram() {
    return histogram;
  }
}
