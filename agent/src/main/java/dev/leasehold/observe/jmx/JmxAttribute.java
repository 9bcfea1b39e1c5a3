// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import dev.leasehold.metrics.DurationHistogram;
import dev.leasehold.metrics.MetricName;
import dev.leasehold.metrics.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The name of a metric in JMX: {@code leasehold_renewals_total} with the result {@code success} is
 * {@code Renewals_success}. The binding is in the bean's name.
 */
final class JmxAttribute {

  private static final String PREFIX = "leasehold_";
  private static final String TOTAL = "_total";

  private JmxAttribute() {}

  /** Returns the part of an attribute's name that stands for the metric. */
  static String nameOf(MetricName metric) {
    String name = metric.text().substring(PREFIX.length());
    if (name.endsWith(TOTAL)) {
      name = name.substring(0, name.length() - TOTAL.length());
    }
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      camel.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return camel.toString();
  }

  /** Adds the attributes of a value: one attribute, or of a histogram the number and the sum. */
  static void add(Map<String, Number> attributes, Sample sample) {
    MetricName metric = sample.metric();
    StringBuilder name = new StringBuilder(nameOf(metric));
    List<String> labels = sample.labels();
    for (int i = metric.owner() == MetricName.Owner.PROCESS ? 0 : 1; i < labels.size(); i++) {
      name.append('_').append(labels.get(i));
    }
    DurationHistogram.Snapshot histogram = sample.histogram();
    if (histogram != null) {
      attributes.put(name + "_count", histogram.count());
      attributes.put(name + "_sum", histogram.sum());
    } else if (metric.type() == MetricName.Type.COUNTER) {
      attributes.put(name.toString(), (long) sample.value());
    } else {
      attributes.put(name.toString(), sample.value());
    }
  }
}
