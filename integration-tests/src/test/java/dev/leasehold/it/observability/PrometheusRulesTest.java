// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.prometheus.PrometheusTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Run with {@code -Dregenerate.docs=true} to write {@code prometheus-rule.yaml} anew. */
class PrometheusRulesTest {

  private static final Path OF_OPERATOR = Rule.DIRECTORY.resolve("prometheus-rule.yaml");
  private static final Path RUNBOOK = Path.of("..", "docs", "alerts.md");
  private static final String RUNBOOK_URL =
      "https://github.com/leasehold-dev/leasehold/blob/main/docs/alerts.md#";

  @Test
  void eachAlertHasSeveritySummaryDescriptionAndRunbook() throws IOException {
    Map<String, String> runbook = runbook();
    for (Rule alert : Rule.alerts()) {
      assertThat(alert.labels().get("severity")).as(alert.name()).isIn("warning", "critical");
      assertThat(alert.annotations().get("summary")).as(alert.name()).matches("[A-Z].{10,80}[.]");
      assertThat(alert.annotations().get("description")).as(alert.name()).matches(".{40,}[.]");
      assertThat(alert.annotations())
          .as(alert.name())
          .containsEntry("runbook_url", RUNBOOK_URL + alert.name().toLowerCase(Locale.ROOT));
      assertThat(runbook).containsKey(alert.name());
      assertThat(runbook.get(alert.name()))
          .as(alert.name())
          .contains("**Meaning.**", "**How to see it.**", "**Remedy.**");
    }
  }

  @Test
  void theRunbookHasNoSectionOnAnotherAlert() throws IOException {
    assertThat(Rule.alerts()).extracting(Rule::name).containsExactlyElementsOf(runbook().keySet());
  }

  @Test
  void readMetricsThatThereAre() throws IOException {
    for (Rule rule : Rule.all()) {
      List<String> metrics = new Expression(rule.name(), rule.expression()).metrics();
      assertThat(metrics).as(rule.name()).isNotEmpty().isSubsetOf(KnownMetrics.names());
    }
  }

  @Test
  void areTheSameForTheOperator() throws IOException {
    String expected = forTheOperator(Files.readString(Rule.FILE));
    if (Boolean.getBoolean("regenerate.docs")) {
      Files.writeString(OF_OPERATOR, expected);
    }
    assertThat(OF_OPERATOR).hasContent(expected);
    Map<?, ?> spec = (Map<?, ?>) Rule.yaml(OF_OPERATOR).get("spec");
    assertThat(spec).isEqualTo(Rule.yaml(Rule.FILE));
  }

  private static String forTheOperator(String rules) {
    String groups = rules.substring(rules.indexOf("groups:\n"));
    return """
        # SPDX-License-Identifier: Apache-2.0
        # Made from rules.yaml, for the Prometheus operator: docs/alerts.md
        apiVersion: monitoring.coreos.com/v1
        kind: PrometheusRule
        metadata:
          name: leasehold
          labels:
            app.kubernetes.io/name: leasehold
        spec:
        """
        + groups
            .lines()
            .map(line -> (line.isEmpty() ? "" : "  ") + line + "\n")
            .collect(Collectors.joining());
  }

  /**
   * That a test does not fail on a wrong rule is for promtool to say: this only says it is there.
   */
  @Test
  void eachAlertIsTestedToFireAndNotToFire() throws IOException {
    Set<String> firing = new HashSet<>();
    Set<String> silent = new HashSet<>();
    Set<String> recorded = new HashSet<>();
    for (Path file : unitTests()) {
      for (Map<?, ?> test : Rule.maps(Rule.yaml(file).get("tests"))) {
        for (Map<?, ?> alert : Rule.maps(test.get("alert_rule_test"))) {
          boolean fires = !Rule.maps(alert.get("exp_alerts")).isEmpty();
          (fires ? firing : silent).add(String.valueOf(alert.get("alertname")));
        }
        for (Map<?, ?> each : Rule.maps(test.get("promql_expr_test"))) {
          recorded.addAll(new Expression("", String.valueOf(each.get("expr"))).metrics());
        }
      }
    }
    for (Rule rule : Rule.all()) {
      if (rule.isAlert()) {
        assertThat(firing).contains(rule.name());
        assertThat(silent).contains(rule.name());
      } else {
        assertThat(recorded).contains(rule.name());
      }
    }
  }

  @Test
  @EnabledIf("dev.leasehold.testbed.prometheus.PrometheusTools#isAvailable")
  void passTheirUnitTests() throws IOException {
    List<String> check = promtool("check", "rules", "--lint-fatal", Rule.FILE.toString());
    assertThat(Command.run(Rule.DIRECTORY, check)).contains("SUCCESS");
    List<String> test = new ArrayList<>(promtool("test", "rules"));
    unitTests().forEach(file -> test.add(file.toString()));
    assertThat(Command.run(Rule.DIRECTORY, test)).contains("SUCCESS").doesNotContain("FAILED");
  }

  private static List<String> promtool(String... arguments) {
    List<String> command = new ArrayList<>(List.of(PrometheusTools.PROMTOOL.path().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<Path> unitTests() throws IOException {
    try (Stream<Path> files = Files.list(Rule.DIRECTORY.resolve("tests"))) {
      return files.sorted().toList();
    }
  }

  /** Returns the sections of the runbook by their titles, in its order. */
  private static Map<String, String> runbook() throws IOException {
    return Stream.of(Files.readString(RUNBOOK).split("(?m)^## "))
        .skip(1)
        .map(section -> section.split("\n", 2))
        .collect(
            Collectors.toMap(
                section -> section[0],
                section -> section[1],
                (a, b) -> {
                  throw new IllegalStateException("two sections of one title");
                },
                LinkedHashMap::new));
  }
}
