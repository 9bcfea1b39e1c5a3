// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpositionTest {

  private final MetricsFixture metrics = new MetricsFixture();

  @ParameterizedTest
  @EnumSource
  void isReadBackByAStrictParser(Exposition format) {
    metrics.binding.published(metrics.generation(1), "test");
    metrics.binding.renewed(metrics.generation(1));
    metrics.binding.drained(metrics.generation(1), Duration.ofSeconds(2));
    metrics.fails("renew");
    metrics.registry.logins().loggedIn(Duration.ofHours(1));
    metrics.registry.add("orders", List.of(), Map::of).opened();

    String text = format.write(metrics.registry.collect());

    Map<String, Double> values = ExpositionParser.parse(format, text);
    assertThat(values)
        .containsEntry("leasehold_renewals_total{binding=orders, result=success}", 1.0)
        .containsEntry(
            "leasehold_failures_total{binding=orders, operation=renew, reason=unavailable}", 1.0)
        .containsEntry("leasehold_drain_duration_seconds_sum{binding=orders}", 2.0)
        .containsEntry("leasehold_drain_duration_seconds_bucket{binding=orders, le=1.0}", 0.0)
        .containsEntry("leasehold_drain_duration_seconds_bucket{binding=orders, le=2.5}", 1.0)
        .containsEntry("leasehold_connections_opened_total{binding=orders}", 1.0)
        .containsEntry("leasehold_token_duration_seconds{}", 3600.0)
        .containsEntry("leasehold_build_info{program=agent, version=1.2.3}", 1.0);
    assertThat(values.keySet()).allSatisfy(ExpositionTest::isOfTheTable);
  }

  @Test
  void escapesWhatALabelMayHold() {
    List<Sample> odd = List.of(Sample.of(MetricName.BUILD_INFO, 1, "a\"b\\c\nd", "1"));
    String line = "leasehold_build_info{program=\"a\\\"b\\\\c\\nd\",version=\"1\"} 1.0\n";
    assertThat(Exposition.TEXT.write(odd)).endsWith(line);
    assertThat(Exposition.OPENMETRICS.write(odd)).endsWith(line + "# EOF\n");
  }

  @Test
  void namesTypeAndUnitOfEachFamily() {
    metrics.binding.drained(metrics.generation(1), Duration.ofSeconds(2));
    String text = Exposition.OPENMETRICS.write(metrics.registry.collect());
    assertThat(text)
        .contains("# TYPE leasehold_renewals counter\n")
        .contains("# TYPE leasehold_build info\n")
        .contains("# UNIT leasehold_drain_duration_seconds seconds\n");
    assertThat(Exposition.TEXT.write(metrics.registry.collect()))
        .contains("# TYPE leasehold_renewals_total counter\n")
        .contains("# TYPE leasehold_build_info gauge\n")
        .doesNotContain("# UNIT");
  }

  private static void isOfTheTable(String series) {
    String name = series.substring(0, series.indexOf('{')).replaceAll("_(bucket|sum|count)$", "");
    assertThat(List.of(MetricName.values())).anyMatch(metric -> metric.text().equals(name));
  }
}
