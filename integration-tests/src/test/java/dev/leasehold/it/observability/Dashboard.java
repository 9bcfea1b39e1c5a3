// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A dashboard of {@code deploy/grafana/dashboards}.
 *
 * @param file its name
 * @param json as Grafana reads it
 */
record Dashboard(String file, JsonNode json) {

  /** Where the dashboards are. */
  static final Path DIRECTORY =
      Path.of("..", "deploy", "grafana", "dashboards").toAbsolutePath().normalize();

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), \\w+\\)");

  static List<Dashboard> all() throws IOException {
    List<Dashboard> dashboards = new ArrayList<>();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      for (Path file : files.sorted().toList()) {
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        dashboards.add(new Dashboard(file.getFileName().toString(), json));
      }
    }
    return dashboards;
  }

  /** Returns the panels that show something. */
  List<JsonNode> panels() {
    return list(json.path("panels")).stream()
        .filter(panel -> !panel.path("type").asText().equals("row"))
        .toList();
  }

  List<JsonNode> variables() {
    return list(json.path("templating").path("list"));
  }

  /** Returns the expressions of its panels and variables. */
  List<Expression> expressions() {
    List<Expression> expressions = new ArrayList<>();
    for (JsonNode panel : panels()) {
      String where = file + ": " + panel.path("title").asText();
      for (JsonNode target : panel.path("targets")) {
        expressions.add(new Expression(where, target.path("expr").asText()));
      }
    }
    for (JsonNode variable : variables()) {
      Matcher values = LABEL_VALUES.matcher(variable.path("query").path("query").asText());
      if (values.matches()) {
        String where = file + ": variable " + variable.path("name").asText();
        expressions.add(new Expression(where, values.group(1)));
      }
    }
    return expressions;
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }
}
