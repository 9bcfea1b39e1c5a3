// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.inject.DocumentReport;
import dev.leasehold.cli.inject.InjectionResult;
import dev.leasehold.cli.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/** What {@code inject} says of all its input. */
final class InjectReport {

  /** Said once of each variable, because nothing in a manifest shows it. */
  private static final String NOT_SEEN =
      "note: a %s that an image sets itself cannot be seen here, and is replaced";

  private static final String READ_BY_FEW =
      "note: JDK_JAVA_OPTIONS is read by the program java of Java 9 or later; all other JVMs run"
          + " without the agent, with their configured password";

  private final List<ManifestFile> files;
  private final List<InjectionResult> results;

  InjectReport(List<ManifestFile> files, List<InjectionResult> results) {
    this.files = files;
    this.results = results;
  }

  boolean hasFailed() {
    return results.stream().anyMatch(InjectionResult::hasFailed);
  }

  boolean hasChanges() {
    for (int i = 0; i < files.size(); i++) {
      if (!results.get(i).text().equals(files.get(i).text())) {
        return true;
      }
    }
    return false;
  }

  /** The variables that a new agent's option was written into. */
  private Set<String> variables() {
    Set<String> variables = new TreeSet<>();
    for (InjectionResult result : results) {
      for (DocumentReport each : result.reports()) {
        String variable = each.agentVariable();
        if (variable != null && each.status() == DocumentReport.Status.INJECTED) {
          variables.add(variable);
        }
      }
    }
    return variables;
  }

  private long count(DocumentReport.Status status) {
    return results.stream()
        .flatMap(result -> result.reports().stream())
        .filter(each -> each.status() == status)
        .count();
  }

  String text() {
    StringJoiner lines = new StringJoiner("\n");
    for (int i = 0; i < files.size(); i++) {
      for (DocumentReport each : results.get(i).reports()) {
        lines.add(each.text(files.get(i).name()));
      }
    }
    Set<String> variables = variables();
    variables.forEach(variable -> lines.add(String.format(NOT_SEEN, variable)));
    if (variables.contains("JDK_JAVA_OPTIONS")) {
      lines.add(READ_BY_FEW);
    }
    if (hasFailed()) {
      lines.add("nothing is written, as " + count(DocumentReport.Status.FAILED) + " failed");
    } else if (!hasChanges()) {
      lines.add("nothing is changed");
    }
    return lines.toString();
  }

  String json() {
    return YamlWriter.json(fields());
  }

  String yaml() {
    return YamlWriter.yaml(fields());
  }

  private Map<String, Object> fields() {
    List<Object> objects = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      for (DocumentReport each : results.get(i).reports()) {
        objects.add(each.fields(files.get(i).name()));
      }
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("objects", objects);
    report.put("changed", hasChanges());
    report.put("failed", hasFailed());
    return report;
  }
}
