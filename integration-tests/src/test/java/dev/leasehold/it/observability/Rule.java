// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A rule of {@code deploy/prometheus/rules.yaml}.
 *
 * @param name of the alert, or of the series that is recorded
 * @param isAlert whether it is an alert
 * @param expression in PromQL
 * @param labels that an alert adds
 * @param annotations of an alert
 */
record Rule(
    String name,
    boolean isAlert,
    String expression,
    Map<String, String> labels,
    Map<String, String> annotations) {

  /** Where the files of rules are. */
  static final Path DIRECTORY = Path.of("..", "deploy", "prometheus").toAbsolutePath().normalize();

  static final Path FILE = DIRECTORY.resolve("rules.yaml");

  /** Returns all rules of the file. */
  static List<Rule> all() throws IOException {
    List<Rule> rules = new ArrayList<>();
    for (Map<?, ?> group : maps(yaml(FILE).get("groups"))) {
      maps(group.get("rules")).forEach(rule -> rules.add(of(rule)));
    }
    return rules;
  }

  /** Returns the alerts of the file. */
  static List<Rule> alerts() throws IOException {
    return all().stream().filter(Rule::isAlert).toList();
  }

  /** Returns the content of a file that holds a map. */
  static Map<?, ?> yaml(Path file) throws IOException {
    Object content =
        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    return (Map<?, ?>) content;
  }

  /** Returns the maps that a list of YAML holds; none where there is no list. */
  static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> items) {
      items.forEach(item -> maps.add((Map<?, ?>) item));
    }
    return maps;
  }

  private static Rule of(Map<?, ?> rule) {
    boolean alert = rule.containsKey("alert");
    return new Rule(
        String.valueOf(rule.get(alert ? "alert" : "record")),
        alert,
        String.valueOf(rule.get("expr")),
        strings(rule.get("labels")),
        strings(rule.get("annotations")));
  }

  private static Map<String, String> strings(@Nullable Object map) {
    Map<String, String> strings = new TreeMap<>();
    if (map instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> strings.put(String.valueOf(key), String.valueOf(value)));
    }
    return strings;
  }
}
