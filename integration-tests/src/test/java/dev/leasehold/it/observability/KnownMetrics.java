// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The series that there are to read. */
final class KnownMetrics {

  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(leasehold_\\w+)` \\| (\\w+) ");

  /** Vault's own metrics, and {@code postgres_exporter}'s. */
  private static final List<String> OF_OTHERS =
      List.of(
          "pg_settings_max_connections",
          "pg_settings_superuser_reserved_connections",
          "pg_stat_activity_count",
          "pg_stat_database_xact_commit",
          "pg_stat_database_xact_rollback",
          "pg_up",
          "vault_core_handle_login_request_count",
          "vault_core_handle_request_count",
          "vault_core_unsealed",
          "vault_expire_num_irrevocable_leases",
          "vault_expire_num_leases");

  private KnownMetrics() {}

  /**
   * Returns our metrics, of the documented table, the metrics of others, and recorded metrics of
   * the rules.
   */
  static Set<String> names() throws IOException {
    Set<String> names = new TreeSet<>(OF_OTHERS);
    Matcher row = ROW.matcher(Files.readString(DOCUMENT));
    while (row.find()) {
      if (row.group(2).equals("histogram")) {
        List.of("_bucket", "_sum", "_count").forEach(end -> names.add(row.group(1) + end));
      } else {
        names.add(row.group(1));
      }
    }
    Rule.all().stream().filter(rule -> !rule.isAlert()).forEach(rule -> names.add(rule.name()));
    return names;
  }
}
