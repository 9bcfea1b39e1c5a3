// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A row of the small tables, which hold the facts that the user and the program know. */
record TermRow(String table, Object... values) {

  static List<TermRow> of(AuditTerms terms) {
    List<TermRow> rows = new ArrayList<>();
    rows.add(
        new TermRow(
            "setting",
            terms.clockSkew().toMillis(),
            (long) terms.mostRoles(),
            terms.loopWindow().toMillis()));
    for (Map.Entry<String, AuditTerms.LeaseTerm> each : terms.leaseTerms().entrySet()) {
      AuditTerms.LeaseTerm term = each.getValue();
      rows.add(
          new TermRow(
              "lease_term", each.getKey(), term.ttl().toMillis(), term.maxTtl().toMillis()));
    }
    terms.authMounts().forEach(path -> rows.add(new TermRow("auth_mount", path)));
    terms.knownReaders().forEach(name -> rows.add(new TermRow("known_reader", name)));
    terms.staticAccounts().forEach(name -> rows.add(new TermRow("static_account", name)));
    terms.knownAccounts().forEach(name -> rows.add(new TermRow("known_account", name)));
    for (FindingCode code : FindingCode.values()) {
      rows.add(new TermRow("finding_code", code.name(), code.severity().name(), code.title()));
    }
    return rows;
  }

  /** Returns the statement that adds the row, for Spark: a backslash escapes there. */
  String insert() {
    return Arrays.stream(values)
        .map(TermRow::literal)
        .collect(Collectors.joining(", ", "INSERT INTO " + table + " VALUES (", ")"));
  }

  private static String literal(Object value) {
    return value instanceof String text
        ? "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        : value.toString();
  }
}
