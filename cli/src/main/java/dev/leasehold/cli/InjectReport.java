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

/** The report of {@code inject} on all its input. */
final class InjectReport {

  /** Said once of each variable, because nothing in a manifest shows it. */
  private static final String NOT_SEEN =
      "a %s that an image sets itself cannot be seen here, and is replaced";

  private static final String READ_BY_FEW =
      "JDK_JAVA_OPTIONS is read by the program java of Java 9 or later; all other JVMs run"
          + " without the agent, with their configured password";

  private final List<ManifestFile> files;
  private final List<InjectionResult> results;
  private final Set<String> missing;

  /**
   * Makes the report.
   *
   * @param missing containers that the command line names, and that no pod has
   */
  InjectReport(List<ManifestFile> files, List<InjectionResult> results, Set<String> missing) {
    this.files = files;
    this.results = results;
    this.missing = new TreeSet<>(missing);
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

  private List<String> notes() {
    Set<String> variables = variables();
    List<String> notes = new ArrayList<>();
    variables.forEach(variable -> notes.add(String.format(NOT_SEEN, variable)));
    if (variables.contains("JDK_JAVA_OPTIONS")) {
      notes.add(READ_BY_FEW);
    }
    missing.forEach(name -> notes.add("option --container: no pod has a container called " + name));
    return notes;
  }

  private long count(DocumentReport.Status status) {
    return results.stream()
        .flatMap(result -> result.reports().stream())
        .filter(each -> each.status() == status)
        .count();
  }

  /** Returns the report in the format. */
  String as(ReportFormat format) {
    return format == ReportFormat.text ? text() : written(fields(), format);
  }

  /** Returns the report of a run that has ended before there was a report of each object. */
  static String ofError(CommandException e, ReportFormat format) {
    String message = String.valueOf(e.getMessage());
    return format == ReportFormat.text ? message : written(fields(message), format);
  }

  private String text() {
    StringJoiner lines = new StringJoiner("\n");
    for (int i = 0; i < files.size(); i++) {
      for (DocumentReport each : results.get(i).reports()) {
        lines.add(each.text(files.get(i).name()));
      }
    }
    notes().forEach(note -> lines.add("note: " + note));
    if (hasFailed()) {
      lines.add("nothing is written, as " + count(DocumentReport.Status.FAILED) + " failed");
    } else if (!hasChanges()) {
      lines.add("nothing is changed");
    }
    return lines.toString();
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
    report.put("notes", notes());
    report.put("changed", hasChanges());
    report.put("failed", hasFailed());
    return report;
  }

  private static Map<String, Object> fields(String error) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("objects", List.of());
    report.put("notes", List.of());
    report.put("error", error);
    report.put("changed", false);
    report.put("failed", true);
    return report;
  }

  private static String written(Map<String, Object> fields, ReportFormat format) {
    return format == ReportFormat.json ? YamlWriter.json(fields) : YamlWriter.yaml(fields);
  }
}
