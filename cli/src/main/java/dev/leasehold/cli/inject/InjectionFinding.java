// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A remark of the report about a pod, beside the changes.
 *
 * @param message the remark and the next step
 */
public record InjectionFinding(ReportSeverity severity, String message, ManifestPlace place) {

  /** The consequence of a finding. */
  public enum ReportSeverity {
    /** Nothing is written. */
    ERROR,
    /** The pod is injected, or left as it is for another reason. */
    WARNING;

    /** Returns how the report names it, and the results of a KRM function. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  String text(String file) {
    return severity.label() + ": " + message + ", at " + place.in(file);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("severity", severity.label());
    fields.put("message", message);
    fields.put("path", place.path());
    fields.put("line", place.line());
    return fields;
  }
}
