// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Run with {@code -Dregenerate.docs=true} to write the table of docs/metrics.md anew. */
class MetricNameTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final String BEGIN = "<!-- metrics -->\n";
  private static final String END = "<!-- /metrics -->\n";

  @ParameterizedTest
  @EnumSource
  void isNamedAsOpenMetricsHasIt(MetricName metric) {
    assertThat(metric.text()).matches("leasehold(_[a-z]+)+");
    assertThat(metric.text().endsWith("_total"))
        .isEqualTo(metric.type() == MetricName.Type.COUNTER);
    assertThat(metric.text().endsWith("_info")).isEqualTo(metric.type() == MetricName.Type.INFO);
    assertThat(metric.text()).doesNotContain("millis", "nanos");
    assertThat(metric.help()).matches("[A-Z].*[.]").doesNotContain("\"");
  }

  /** A label with a user, a lease or a pod would have no end of values, and may tell a secret. */
  @ParameterizedTest
  @EnumSource
  void hasNoLabelButThoseOfFewValues(MetricName metric) {
    assertThat(metric.labels())
        .isSubsetOf(
            "binding",
            "operation",
            "result",
            "reason",
            "state",
            "program",
            "version",
            "code",
            "severity",
            "source");
  }

  @Test
  void isInTheDocument() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    assertThat(end).as("the marks around the table").isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("regenerate.docs")) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + table() + document.substring(end));
    } else {
      assertThat(document.substring(begin, end)).isEqualTo(table());
    }
  }

  private static String table() {
    return "| metric | type | unit | labels | only for | meaning |\n|---|---|---|---|---|---|\n"
        + Arrays.stream(MetricName.values()).map(MetricNameTest::row).collect(Collectors.joining());
  }

  private static String row(MetricName metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    String only =
        switch (metric.owner()) {
          case CONNECTIONS -> "the agent";
          case AUDIT -> "`leasehold audit watch`";
          default -> "";
        };
    return String.format(
        "| `%s` | %s | %s | %s | %s | %s |%n",
        metric.text(), metric.type().text(), metric.unit(), labels, only, metric.help());
  }
}
