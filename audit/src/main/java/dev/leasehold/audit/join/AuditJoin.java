// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.join;

import dev.leasehold.audit.source.RoleName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the inputs into the tables of a question, and joins them. */
public final class AuditJoin {

  private static final int MOST_SENTENCES = 20;

  private AuditJoin() {}

  /**
   * The subject of a question.
   *
   * @param name of a role, a pod or a lease; null for none
   * @param at milliseconds since 1970; null for none
   */
  public record Subject(@Nullable String name, @Nullable Long at) {}

  /** Reads and joins. Returns how many lines of Vault's audit log could be read. */
  public static long run(
      AuditDatabase database, AuditSources sources, AuditTerms terms, Subject subject)
      throws SQLException {
    long read = AuditReading.run(database, sources, AuditRun.alone());
    join(database.connection(), terms, subject);
    AuditDatabase.joinTold(database.connection());
    return read;
  }

  /** Joins the rows that have been read, on a connection whose tables of known facts are empty. */
  static void join(Connection connection, AuditTerms terms, Subject subject) throws SQLException {
    for (TermRow row : TermRow.of(terms)) {
      AuditDatabase.insert(connection, row.table(), row.values());
    }
    proxies(connection, terms);
    subject(connection, subject);
    AuditDatabase.join(connection);
  }

  /** Returns a sentence for each input of which lines were passed over; for the first of many. */
  public static List<String> passedOver(AuditDatabase database) throws SQLException {
    List<String> sentences = new ArrayList<>();
    try (Statement statement = database.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT line_count, detail FROM passed_over ORDER BY detail LIMIT "
                    + MOST_SENTENCES)) {
      while (rows.next()) {
        sentences.add(rows.getLong(1) + " " + rows.getString(2));
      }
    }
    return sentences;
  }

  /** Adds the logs' addresses that belong to proxies. */
  static void proxies(Connection connection, AuditTerms terms) throws SQLException {
    if (terms.proxies().isEmpty()) {
      return;
    }
    for (String address : addresses(connection)) {
      if (terms.proxies().stream().anyMatch(block -> block.holds(address))) {
        AuditDatabase.insert(connection, "proxy", address);
      }
    }
  }

  private static List<String> addresses(Connection connection) throws SQLException {
    List<String> addresses = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT address FROM source_vault_response WHERE address IS NOT NULL"
                    + " UNION SELECT address FROM source_wrapping WHERE address IS NOT NULL"
                    + " UNION SELECT address FROM source_session_line WHERE address IS NOT NULL")) {
      while (rows.next()) {
        addresses.add(rows.getString(1));
      }
    }
    return addresses;
  }

  private static void subject(Connection connection, Subject subject) throws SQLException {
    RoleName role = subject.name() == null ? null : RoleName.parse(subject.name());
    AuditDatabase.insert(
        connection,
        "question",
        subject.name(),
        subject.at(),
        role == null ? null : role.stem(),
        role == null ? null : role.bornAt());
  }
}
