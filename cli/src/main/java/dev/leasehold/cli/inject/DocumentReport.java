// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The report on one object: its changes, and the reason.
 *
 * @param object name of the object, such as {@code deployment/orders}
 * @param place where it begins
 * @param detail the containers and their additions, or why nothing was done
 * @param findings errors where it failed, else warnings
 * @param agentVariable the variable with the option of an agent that was put in; null for none
 */
public record DocumentReport(
    String object,
    ManifestPlace place,
    Status status,
    String detail,
    List<InjectionFinding> findings,
    @Nullable String agentVariable) {

  /** The outcome for an object. */
  public enum Status {
    INJECTED,
    /** Injected before, and left as it is. */
    UNCHANGED,
    /** Not to be injected. */
    SKIPPED,
    UNDONE,
    /** To be injected, but it cannot be. */
    FAILED;

    /** Returns how the report names it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DocumentReport {
    findings = List.copyOf(findings);
  }

  /** Returns the report as lines of text. */
  public String text(String file) {
    StringBuilder text = new StringBuilder(object).append(": ").append(status.label());
    text.append(detail.isEmpty() ? "" : " (" + detail + ")");
    findings.forEach(finding -> text.append("\n  ").append(finding.text(file)));
    return text.toString();
  }

  /** Returns the report as a map, for JSON. */
  public Map<String, Object> fields(String file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file);
    fields.put("document", place.document());
    fields.put("path", place.path());
    fields.put("line", place.line());
    fields.put("object", object);
    fields.put("status", status.label());
    fields.put("detail", detail);
    fields.put("findings", findings.stream().map(InjectionFinding::fields).toList());
    return fields;
  }
}
