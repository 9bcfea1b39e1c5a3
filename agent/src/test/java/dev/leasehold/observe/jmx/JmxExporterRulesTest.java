// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.metrics.MetricName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dregenerate.docs=true} to write the file anew. */
class JmxExporterRulesTest {

  private static final Path FILE = Path.of("..", "deploy", "prometheus", "jmx-exporter.yaml");

  @Test
  void makesEachMetricOfItsAttribute() throws IOException {
    if (Boolean.getBoolean("regenerate.docs")) {
      Files.writeString(FILE, rules());
    }
    assertThat(FILE).hasContent(rules());
  }

  private static String rules() {
    StringBuilder text =
        new StringBuilder(
            "# SPDX-License-Identifier: Apache-2.0\n"
                + "# Rules for jmx_exporter, with leasehold.metrics.jmx=on: they give the metrics the"
                + " names that\n# docs/metrics.md lists. A histogram comes as its count and its"
                + " sum.\nincludeObjectNames: [\"dev.leasehold:*\"]\nrules:\n");
    for (MetricName metric : MetricName.values()) {
      if (metric.owner() == MetricName.Owner.AUDIT) {
        continue; // Of a program without JMX.
      }
      if (metric.type() == MetricName.Type.HISTOGRAM) {
        rule(text, metric, "_count");
        rule(text, metric, "_sum");
      } else if (metric.type() != MetricName.Type.INFO) {
        rule(text, metric, "");
      }
    }
    return text.toString();
  }

  private static void rule(StringBuilder text, MetricName metric, String suffix) {
    boolean process = metric.owner() == MetricName.Owner.PROCESS;
    List<String> labels = metric.labels();
    String bean = process ? "type=Process" : "type=Binding, name=([^>]+)";
    String values = "_([a-z]+)".repeat(labels.size() - (process ? 0 : 1));
    text.append("  - pattern: 'dev.leasehold<").append(bean).append("><>");
    text.append(JmxAttribute.nameOf(metric)).append(values).append(suffix).append(":'\n");
    text.append("    name: ").append(metric.text()).append(suffix).append('\n');
    text.append("    help: \"").append(metric.help()).append("\"\n");
    boolean gauge = metric.type() == MetricName.Type.GAUGE;
    text.append("    type: ")
        .append(gauge ? "GAUGE\n" : suffix.isEmpty() ? "COUNTER\n" : "UNTYPED\n");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "    labels:\n" : "").append("      ").append(labels.get(i));
      text.append(": \"$").append(i + 1).append("\"\n");
    }
  }
}
