// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.join.StoredTables;
import dev.leasehold.audit.live.ActivityPoll;
import dev.leasehold.audit.live.PodWatch;
import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.FingerprintKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers of servers into the tables. A session that is there at one time and not at a
 * later time has ended.
 *
 * @param pods of a cluster; null if none is watched
 * @param activity of a database; null if none is asked
 */
record LiveRows(
    @Nullable PodWatch pods,
    @Nullable ActivityPoll activity,
    StoredTables stored,
    BatchTables tables,
    PositionStore positions,
    FingerprintKey key,
    InstantSource clock)
    implements AutoCloseable {

  void pass() throws SQLException {
    if (pods != null && pods.look()) {
      long snapshot = positions.next();
      tables.begin();
      tables.writer("watch_snapshot").row(snapshot, clock.millis());
      pods.write(tables, snapshot);
      tables.commit();
    }
    DatabaseActivity now = activity == null ? null : activity.take();
    if (now != null) {
      write(now);
    }
  }

  /** Writes an answer, with the names that its sessions have in the tables. */
  void write(DatabaseActivity answer) throws SQLException {
    DatabaseActivity named = answer.named(roles(answer.namelessSeconds()), key);
    tables.begin();
    named.write(tables, key);
    tables.commit();
    stored.set("asked", answer.at());
    stored.run("watch/asked");
  }

  /** Returns the roles of the sessions that began in some seconds, by the keys of sessions. */
  private Map<Long, String> roles(Set<Long> seconds) throws SQLException {
    Map<Long, String> roles = new HashMap<>();
    if (!seconds.isEmpty()) {
      String list = seconds.stream().map(String::valueOf).collect(Collectors.joining(", "));
      try (Statement statement = stored.connection().createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT DISTINCT session_key, role FROM source_session_line"
                      + " WHERE session_start - session_start % 1000 IN ("
                      + list
                      + ")")) {
        while (rows.next()) {
          roles.put(rows.getLong(1), rows.getString(2));
        }
      }
    }
    return roles;
  }

  /** Returns which servers do not answer, Vault with its problem among them. */
  List<WatchProblem> problems(@Nullable String vault) {
    List<WatchProblem> problems = new ArrayList<>();
    add(problems, "pods are not watched", pods == null ? null : pods.problem());
    add(problems, "sessions and roles are not known", activity == null ? null : activity.problem());
    add(problems, "hashes of accounts are not known", vault);
    return problems;
  }

  private static void add(List<WatchProblem> problems, String reason, @Nullable String cause) {
    if (cause != null) {
      problems.add(new WatchProblem(reason, reason + " now, and tried again: " + cause));
    }
  }

  @Override
  public void close() {
    if (activity != null) {
      activity.close();
    }
    if (pods != null) {
      pods.close();
    }
  }
}
