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
 * The findings so far, and for each the destinations that have it. A finding is due when it has
 * stood for a time. Then its text is fixed, before anybody is told: after a restart the same text
 * is written.
 */
final class FindingStore {

  /**
   * How many findings are in memory at once. Findings that are left are due with the next join:
   * each code has its turn, so that many of one keep none of another back.
   */
  static final int MOST = 1000;

  private static final String TABLE = "watch.main.watch_finding";
  private static final String DUE =
      "SELECT w.id, f.* FROM "
          + TABLE
          + " AS w JOIN found AS f ON f.code = w.code AND f.subject = w.subject"
          + " WHERE w.text IS NULL AND w.first_found_at <= ?"
          + " ORDER BY row_number() OVER (PARTITION BY f.code ORDER BY f.happened_at NULLS LAST, f.subject),"
          + " f.code LIMIT ?";
  private static final String WRITTEN =
      "SELECT code, sum(findings), sum(standing), max(acknowledged_at) FROM (SELECT code, 1 AS findings,"
          + " CASE WHEN last_found_at = getvariable('now') THEN 1 ELSE 0 END AS standing, acknowledged_at"
          + " FROM watch_finding WHERE acknowledged_at IS NOT NULL"
          + " UNION ALL SELECT code, findings, 0, NULL FROM watch_forgotten) AS counts GROUP BY code";

  private final StoredTables stored;
  private final Duration settle;
  private final boolean hasEvents;

  /** A destination that gets each finding once. */
  enum WrittenTo {
    /** A file, or standard output. */
    LOG("acknowledged_at", "first_found_at, id"),
    /** An Event of Kubernetes. */
    EVENT("event_at", "hash(id, getvariable('now'))"); // Of refused ones, others each time.

    private final String column;
    private final String order;

    WrittenTo(String column, String order) {
      this.column = column;
      this.order = order;
    }
  }

  /**
   * The findings of a code that were written out.
   *
   * @param findings their number
   * @param standing how many of them the last round has found
   * @param lastAt when the last of them was written out, in milliseconds since 1970; 0 where none
   *     is remembered
   */
  record Written(long findings, long standing, long lastAt) {}

  /**
   * Makes a store.
   *
   * @param hasEvents whether findings that become due are to be Events, too
   */
  FindingStore(StoredTables stored, Duration settle, boolean hasEvents) {
    this.stored = stored;
    this.settle = settle;
    this.hasEvents = hasEvents;
  }

  /** Takes over the findings of a round: its tables are the connection's. */
  void merge(long now) throws SQLException {
    stored.run("watch/merge");
    stored.inTransaction(() -> fix(now));
  }

  private void fix(long now) throws SQLException {
    List<FindingText> due = new ArrayList<>();
    int room = MOST - outstanding(WrittenTo.LOG).size();
    try (PreparedStatement query = stored.connection().prepareStatement(DUE)) {
      query.setLong(1, now - settle.toMillis());
      query.setInt(2, room);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          due.add(FindingText.of(rows, now));
        }
      }
    }
    try (PreparedStatement update =
        stored
            .connection()
            .prepareStatement("UPDATE " + TABLE + " SET text = ?, event_at = ? WHERE id = ?")) {
      for (FindingText each : due) {
        update.setString(1, each.text());
        update.setObject(2, hasEvents ? null : (Long) now);
        update.setString(3, each.id());
        update.executeUpdate();
      }
    }
  }

  /** Returns the findings that are due, and not known to have been written out. */
  List<FindingText> outstanding(WrittenTo destination) throws SQLException {
    String query =
        "SELECT id, code, text FROM "
            + TABLE
            + " WHERE text IS NOT NULL AND "
            + destination.column
            + " IS NULL ORDER BY "
            + destination.order
            + " LIMIT "
            + MOST;
    List<FindingText> outstanding = new ArrayList<>();
    try (Statement statement = stored.connection().createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        outstanding.add(
            new FindingText(
                rows.getString(1), FindingCode.valueOf(rows.getString(2)), rows.getString(3)));
      }
    }
    return outstanding;
  }

  /** Keeps in mind that findings have been written out. */
  void acknowledge(WrittenTo destination, List<FindingText> written, long now) throws SQLException {
    String sql = "UPDATE " + TABLE + " SET " + destination.column + " = ? WHERE id = ?";
    stored.inTransaction(
        () -> {
          try (PreparedStatement update = stored.connection().prepareStatement(sql)) {
            for (FindingText each : written) {
              update.setLong(1, now);
              update.setString(2, each.id());
              update.executeUpdate();
            }
          }
        });
  }

  /** Returns the findings that were written out, also before the process began. */
  Map<FindingCode, Written> written() throws SQLException {
    Map<FindingCode, Written> written = new EnumMap<>(FindingCode.class);
    try (Statement statement = stored.connection().createStatement();
        ResultSet rows = statement.executeQuery(WRITTEN)) {
      while (rows.next()) {
        written.put(
            FindingCode.valueOf(rows.getString(1)),
            new Written(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
      }
    }
    return written;
  }
}
