// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.FindingCode;
import dev.leasehold.audit.join.StoredTables;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What has been found, and what of it has been written out. A finding is due when it has stood for
 * a time. Then its text is fixed, before anybody is told: after a restart the same text is written.
 */
final class FindingStore {

  private static final String TABLE = "watch.main.watch_finding";
  private static final String DUE =
      "SELECT w.id, f.* FROM "
          + TABLE
          + " AS w JOIN found AS f ON f.code = w.code AND f.subject = w.subject"
          + " WHERE w.text IS NULL AND w.first_found_at <= ?"
          + " ORDER BY f.happened_at NULLS LAST, f.code, f.subject";
  private static final String OUTSTANDING =
      "SELECT id, code, text FROM "
          + TABLE
          + " WHERE text IS NOT NULL AND acknowledged_at IS NULL ORDER BY first_found_at, id";
  private static final String WRITTEN =
      "SELECT code, sum(findings), sum(standing) FROM (SELECT code, 1 AS findings, CASE WHEN last_found_at ="
          + " getvariable('now') THEN 1 ELSE 0 END AS standing FROM watch_finding"
          + " WHERE acknowledged_at IS NOT NULL UNION ALL SELECT code, findings, 0 FROM watch_forgotten)"
          + " AS counts GROUP BY code";

  private final StoredTables stored;
  private final Duration settle;

  /** How many findings of a code were written out, and how many of them are still found. */
  record Written(long findings, long standing) {}

  FindingStore(StoredTables stored, Duration settle) {
    this.stored = stored;
    this.settle = settle;
  }

  /** Takes over what a round has found: its tables are those of the connection. */
  void merge(long now) throws SQLException {
    stored.run("watch/merge");
    stored.inTransaction(() -> fix(now));
  }

  private void fix(long now) throws SQLException {
    List<FindingText> due = new ArrayList<>();
    try (PreparedStatement query = stored.connection().prepareStatement(DUE)) {
      query.setLong(1, now - settle.toMillis());
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          due.add(FindingText.of(rows, now));
        }
      }
    }
    try (PreparedStatement update =
        stored.connection().prepareStatement("UPDATE " + TABLE + " SET text = ? WHERE id = ?")) {
      for (FindingText each : due) {
        update.setString(1, each.text());
        update.setString(2, each.id());
        update.executeUpdate();
      }
    }
  }

  /** Returns what is due, and not known to have been written out. */
  List<FindingText> outstanding() throws SQLException {
    List<FindingText> outstanding = new ArrayList<>();
    try (Statement statement = stored.connection().createStatement();
        ResultSet rows = statement.executeQuery(OUTSTANDING)) {
      while (rows.next()) {
        outstanding.add(
            new FindingText(
                rows.getString(1), FindingCode.valueOf(rows.getString(2)), rows.getString(3)));
      }
    }
    return outstanding;
  }

  /** Keeps in mind that findings have been written out. */
  void acknowledge(List<FindingText> written, long now) throws SQLException {
    stored.inTransaction(
        () -> {
          try (PreparedStatement update =
              stored
                  .connection()
                  .prepareStatement("UPDATE " + TABLE + " SET acknowledged_at = ? WHERE id = ?")) {
            for (FindingText each : written) {
              update.setLong(1, now);
              update.setString(2, each.id());
              update.executeUpdate();
            }
          }
        });
  }

  /** Returns what was written out, also before the process began. */
  Map<FindingCode, Written> written() throws SQLException {
    Map<FindingCode, Written> written = new EnumMap<>(FindingCode.class);
    try (Statement statement = stored.connection().createStatement();
        ResultSet rows = statement.executeQuery(WRITTEN)) {
      while (rows.next()) {
        written.put(
            FindingCode.valueOf(rows.getString(1)), new Written(rows.getLong(2), rows.getLong(3)));
      }
    }
    return written;
  }
}
