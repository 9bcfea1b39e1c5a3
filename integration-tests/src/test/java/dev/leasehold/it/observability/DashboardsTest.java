// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.process.Command;
import dev.leasehold.testbed.prometheus.PrometheusTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class DashboardsTest {

  private static final Path MIXIN = Dashboard.DIRECTORY.resolveSibling("mixin");

  /** A row of the table of panels that need the port. */
  private static final Pattern PANEL =
      Pattern.compile("(?m)^\\| `(leasehold-\\w+)` \\| ([^|]+) \\| (?:nothing|the mean) \\|$");

  /** A link to a dashboard has its uid; so it stays. */
  @Test
  void keepTheirUids() throws IOException {
    assertThat(Dashboard.all())
        .extracting(dashboard -> dashboard.json().path("uid").asText())
        .containsExactly(
            "leasehold-fleet", "leasehold-pod", "leasehold-servers", "leasehold-service");
    for (Dashboard dashboard : Dashboard.all()) {
      assertThat(dashboard.file()).isEqualTo(dashboard.json().path("uid").asText() + ".json");
      assertThat(dashboard.json().path("schemaVersion").asInt()).isEqualTo(39);
      assertThat(dashboard.json().path("tags").get(0).asText()).isEqualTo("leasehold");
      assertThat(dashboard.json().has("id")).as("an id is Grafana's own").isFalse();
    }
  }

  @Test
  void readTheDataSourceThatIsChosen() throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      JsonNode first = dashboard.variables().get(0);
      assertThat(first.path("type").asText()).isEqualTo("datasource");
      assertThat(first.path("query").asText()).isEqualTo("prometheus");
      List<JsonNode> sources = dashboard.json().findValues("datasource");
      assertThat(sources).hasSizeGreaterThan(dashboard.panels().size());
      for (JsonNode source : sources) {
        assertThat(source.path("type").asText()).isEqualTo("prometheus");
        assertThat(source.path("uid").asText()).isEqualTo("${datasource}");
      }
    }
  }

  @Test
  void haveAUnitAndADescriptionForEachPanel() throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      Set<Integer> ids = new HashSet<>();
      dashboard
          .json()
          .path("panels")
          .forEach(panel -> assertThat(ids.add(panel.path("id").asInt())).isTrue());
      assertThat(dashboard.panels()).isNotEmpty();
      for (JsonNode panel : dashboard.panels()) {
        String where = dashboard.file() + ": " + panel.path("title").asText();
        JsonNode defaults = panel.path("fieldConfig").path("defaults");
        assertThat(defaults.path("unit").asText())
            .as(where)
            .isIn("short", "s", "ops", "percentunit");
        assertThat(panel.path("description").asText()).as(where).matches(".+[.]");
        JsonNode place = panel.path("gridPos");
        assertThat(place.path("x").asInt() + place.path("w").asInt())
            .as(where)
            .isLessThanOrEqualTo(24);
      }
    }
  }

  @Test
  void readMetricsThatThereAre() throws IOException {
    for (Dashboard dashboard : Dashboard.all()) {
      for (Expression expression : dashboard.expressions()) {
        if (!expression.text().startsWith("count(ALERTS{")) {
          assertThat(expression.metrics())
              .as(expression.where())
              .isNotEmpty()
              .isSubsetOf(KnownMetrics.names());
        }
      }
    }
  }

  @Test
  void namePanelsThatNeedThePort() throws IOException {
    Set<String> panels = new TreeSet<>();
    for (Dashboard dashboard : Dashboard.all()) {
      dashboard.expressions().stream()
          .filter(Expression::needsPort)
          .forEach(expression -> panels.add(expression.where().replace(".json", "")));
    }
    String readme = Files.readString(Dashboard.DIRECTORY.resolveSibling("README.md"));
    assertThat(panels)
        .isEqualTo(
            PANEL
                .matcher(readme)
                .results()
                .map(row -> row.group(1) + ": " + row.group(2))
                .collect(Collectors.toSet()));
  }

  @Test
  @EnabledIf("dev.leasehold.testbed.prometheus.PrometheusTools#isAvailable")
  void areWhatTheMixinMakes(@TempDir Path made) throws IOException {
    String jsonnet = PrometheusTools.JSONNET.path().toString();
    Command.run(MIXIN, List.of(jsonnet, "-m", made.toString(), "dashboards.jsonnet"));
    assertThat(names(made)).isEqualTo(names(Dashboard.DIRECTORY));
    for (String name : names(made)) {
      assertThat(Dashboard.DIRECTORY.resolve(name)).hasSameTextualContentAs(made.resolve(name));
    }
  }

  @Test
  @EnabledIf("dev.leasehold.testbed.prometheus.PrometheusTools#isAvailable")
  void theMixinHasTheRulesToo(@TempDir Path made) throws IOException {
    String jsonnet = PrometheusTools.JSONNET.path().toString();
    String groups =
        "local m = import 'mixin.libsonnet';"
            + " {groups: m.prometheusRules.groups + m.prometheusAlerts.groups}";
    Path file = made.resolve("rules.json");
    Command.run(MIXIN, List.of(jsonnet, "-o", file.toString(), "-e", groups));
    assertThat(Rule.yaml(file)).isEqualTo(Rule.yaml(Rule.FILE));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
