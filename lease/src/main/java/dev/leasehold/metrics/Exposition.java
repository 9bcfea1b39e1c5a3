// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The formats in which Prometheus reads metrics. */
public enum Exposition {
  /** Prometheus' text format 0.0.4. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0. */
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private static final String TOTAL = "_total";
  private static final String INFO = "_info";

  private final String contentType;

  Exposition(String contentType) {
    this.contentType = contentType;
  }

  /** Returns the format's media type, with its version. */
  public String contentType() {
    return contentType;
  }

  /**
   * Returns values as text: the metrics in the order of the table. Samples without a value are left
   * out.
   */
  public String write(List<Sample> samples) {
    Map<MetricName, List<Sample>> byMetric = new EnumMap<>(MetricName.class);
    for (Sample sample : samples) {
      List<Sample> values = byMetric.get(sample.metric());
      if (values == null) {
        values = new ArrayList<>();
        byMetric.put(sample.metric(), values);
      }
      values.add(sample);
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<MetricName, List<Sample>> each : byMetric.entrySet()) {
      write(text, each.getKey(), each.getValue());
    }
    return text.append(this == OPENMETRICS ? "# EOF\n" : "").toString();
  }

  private void write(StringBuilder text, MetricName metric, List<Sample> samples) {
    String family = family(metric);
    text.append("# HELP ").append(family).append(' ').append(escaped(metric.help())).append('\n');
    text.append("# TYPE ").append(family).append(' ').append(type(metric)).append('\n');
    if (this == OPENMETRICS && !metric.unit().isEmpty()) {
      text.append("# UNIT ").append(family).append(' ').append(metric.unit()).append('\n');
    }
    for (Sample sample : samples) {
      DurationHistogram.Snapshot histogram = sample.histogram();
      if (histogram == null) {
        line(text, metric.text(), labels(sample, ""), sample.value());
      } else {
        write(text, sample, histogram);
      }
    }
  }

  private void write(StringBuilder text, Sample sample, DurationHistogram.Snapshot histogram) {
    String name = sample.metric().text();
    for (int i = 0; i < histogram.buckets(); i++) {
      String bound = "le=\"" + number(histogram.bound(i)) + '"';
      line(text, name + "_bucket", labels(sample, bound), histogram.upTo(i));
    }
    line(text, name + "_sum", labels(sample, ""), histogram.sum());
    line(text, name + "_count", labels(sample, ""), histogram.count());
  }

  /** OpenMetrics names a family without the suffix of its samples. */
  private String family(MetricName metric) {
    String name = metric.text();
    if (this == TEXT) {
      return name;
    }
    switch (metric.type()) {
      case COUNTER:
        return name.substring(0, name.length() - TOTAL.length());
      case INFO:
        return name.substring(0, name.length() - INFO.length());
      default:
        return name;
    }
  }

  /** The older format knows no type for infos. */
  private String type(MetricName metric) {
    MetricName.Type type = metric.type();
    boolean unknown = this == TEXT && type == MetricName.Type.INFO;
    return (unknown ? MetricName.Type.GAUGE : type).text();
  }

  private String labels(Sample sample, String last) {
    StringBuilder text = new StringBuilder();
    List<String> names = sample.metric().labels();
    for (int i = 0; i < names.size(); i++) {
      text.append(text.length() == 0 ? "" : ",").append(names.get(i));
      text.append("=\"").append(escapedLabel(sample.labels().get(i))).append('"');
    }
    text.append(text.length() == 0 || last.isEmpty() ? "" : ",").append(last);
    return text.length() == 0 ? "" : "{" + text + "}";
  }

  private static void line(StringBuilder text, String name, String labels, double value) {
    text.append(name).append(labels).append(' ').append(number(value)).append('\n');
  }

  private static String number(double value) {
    return value == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(value);
  }

  private String escaped(String help) {
    String text = help.replace("\\", "\\\\").replace("\n", "\\n");
    return this == OPENMETRICS ? text.replace("\"", "\\\"") : text;
  }

  private static String escapedLabel(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }
}
