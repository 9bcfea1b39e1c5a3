// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import dev.leasehold.cli.inject.DocumentReport;
import dev.leasehold.cli.inject.InjectionResult;
import dev.leasehold.cli.yaml.YamlRenderer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What {@code inject} says of all its input. */
final class InjectReport {

  /** Said once, because nothing in a manifest shows it. */
  private static final String NOT_SEEN =
      "note: a JAVA_TOOL_OPTIONS that an image sets itself cannot be seen here, and is replaced";

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

  private boolean hasNewAgent() {
    return results.stream()
        .flatMap(result -> result.reports().stream())
        .anyMatch(each -> each.hasAgent() && each.status() == DocumentReport.Status.INJECTED);
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
    if (hasNewAgent()) {
      lines.add(NOT_SEEN);
    }
    if (hasFailed()) {
      lines.add("nothing is written, as " + count(DocumentReport.Status.FAILED) + " failed");
    } else if (!hasChanges()) {
      lines.add("nothing is changed");
    }
    return lines.toString();
  }

  String json() {
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
    return YamlRenderer.json(report);
  }
}
