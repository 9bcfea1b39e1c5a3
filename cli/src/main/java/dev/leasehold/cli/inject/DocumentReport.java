// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.inject;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was done to an object, and why.
 *
 * @param object name of the object, such as {@code deployment/orders}
 * @param line the line on which it begins, from 1
 * @param detail the containers, or why nothing was done
 * @param agentVariable the variable with the option of an agent that was put in; null for none
 */
public record DocumentReport(
    String object,
    int line,
    Status status,
    String detail,
    List<String> warnings,
    @Nullable String agentVariable) {

  /** What was done. */
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
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  public DocumentReport {
    warnings = List.copyOf(warnings);
  }

  /** Returns the report as lines of text. */
  public String text(String file) {
    StringBuilder text = new StringBuilder(object).append(": ").append(status.label());
    text.append(detail.isEmpty() ? "" : " (" + detail + ")");
    if (status == Status.FAILED) {
      text.append(", at ").append(file).append(':').append(line);
    }
    warnings.forEach(warning -> text.append("\n  warning: ").append(warning));
    return text.toString();
  }

  /** Returns the report as a map, for JSON. */
  public Map<String, Object> fields(String file) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file);
    fields.put("line", line);
    fields.put("object", object);
    fields.put("status", status.label());
    fields.put("detail", detail);
    fields.put("warnings", warnings);
    return fields;
  }
}
