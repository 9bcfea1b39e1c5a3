// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.url.FixedSet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL shows of the state of a session: whose rights it has, what would be lost with it,
 * and the settings that a new session can be given as well. Immutable.
 */
final class SessionState {

  /** The fourth column is null, or what the session has. */
  private static final String STATE =
      "SELECT CURRENT_USER, SESSION_USER,"
          + " pg_catalog.concat(CAST(pg_catalog.date_part('epoch',"
          + " pg_catalog.pg_postmaster_start_time()) AS pg_catalog.int8),"
          + " pg_catalog.pg_is_in_recovery()), CASE"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_locks AS l"
          + " WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory'"
          + " AND l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())"
          + " THEN 'it holds an advisory lock'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_listening_channels())"
          + " THEN 'it listens for notifications'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_class AS c"
          + " WHERE c.relnamespace OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())"
          + " OR EXISTS (SELECT 1 FROM pg_catalog.pg_proc AS p"
          + " WHERE p.pronamespace OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())"
          + " OR EXISTS (SELECT 1 FROM pg_catalog.pg_type AS t"
          + " WHERE t.typnamespace OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())"
          + " THEN 'it has temporary objects'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_cursors AS c WHERE c.is_holdable)"
          + " THEN 'it has a cursor WITH HOLD'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_prepared_statements AS s WHERE s.from_sql)"
          + " THEN 'it has a statement that was prepared in SQL'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_replication_slots AS r WHERE r.temporary"
          + " AND r.active_pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())"
          + " THEN 'it has a temporary replication slot'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_prepared_xacts AS x"
          + " WHERE x.owner OPERATOR(pg_catalog.=) SESSION_USER)"
          + " THEN 'its role has a prepared transaction, which no other role may end'"
          + " END; ";

  private static final String SETTINGS =
      "SELECT s.name, s.setting, s.reset_val FROM pg_catalog.pg_settings AS s"
          + " WHERE s.source OPERATOR(pg_catalog.=) 'session'"
          + " OR (s.source OPERATOR(pg_catalog.=) 'client'"
          + " AND s.name OPERATOR(pg_catalog.<>) 'application_name')";

  private static final String SET = "pg_catalog.set_config(?, ?, false)";

  private static final String APPLICATION_NAME = "application_name";

  /** Settings of the transaction, which are no state of a session that is in none. */
  private static final Set<String> OF_TRANSACTION =
      FixedSet.of("transaction_isolation", "transaction_read_only", "transaction_deferrable");

  private final String currentUser;
  private final String sessionUser;
  private final String server;
  private final @Nullable String holding;
  private final Map<String, String> settings = new HashMap<>();

  /** What they are when they are reset. */
  private final Map<String, String> resets = new HashMap<>();

  private SessionState(ResultSet row) throws SQLException {
    row.next();
    this.currentUser = row.getString(1);
    this.sessionUser = row.getString(2);
    this.server = row.getString(3);
    this.holding = row.getString(4);
  }

  /**
   * Asks a session, in one message: it begins no transaction, and makes no prepared statement.
   *
   * @param connection of our own, whose driver executes simple queries
   */
  static SessionState of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(STATE + SETTINGS);
      SessionState state;
      try (ResultSet row = statement.getResultSet()) {
        state = new SessionState(row);
      }
      statement.getMoreResults();
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          state.setting(rows.getString(1), rows.getString(2), rows.getString(3));
        }
      }
      return state;
    }
  }

  private void setting(String name, String value, String reset) {
    if (!OF_TRANSACTION.contains(name)) {
      settings.put(name, value);
      resets.put(name, reset);
    }
  }

  /** Returns whether both are of one server, which has not been started or promoted between. */
  boolean isOfServerOf(SessionState other) {
    return server.equals(other.server);
  }

  /**
   * Returns why a new session cannot take this one's place; null when it can.
   *
   * @param begun the state of the new session
   * @param user whom this session was opened as
   */
  @Nullable String obstacle(SessionState begun, String user) {
    if (!sessionUser.equals(user)) {
      return "it has set another session authorization";
    }
    boolean ownRole =
        currentUser.equals(sessionUser) && begun.currentUser.equals(begun.sessionUser);
    if (!ownRole && !currentUser.equals(begun.currentUser)) {
      return "it has set another role";
    }
    return holding;
  }

  /**
   * Gives a new session the settings of this one, and takes back what this one has reset, with one
   * statement: the application may wait.
   *
   * @param begun the state of the new session
   * @throws SQLException when the new session's role may not set one
   */
  void carryTo(Connection fresh, SessionState begun) throws SQLException {
    Map<String, @Nullable String> changes = changes(begun);
    if (changes.isEmpty()) {
      return;
    }
    String each = String.join(", ", Collections.nCopies(changes.size(), SET));
    try (PreparedStatement statement = fresh.prepareStatement("SELECT " + each)) {
      int parameter = 1;
      for (Map.Entry<String, @Nullable String> change : changes.entrySet()) {
        statement.setString(parameter++, change.getKey());
        statement.setString(parameter++, change.getValue());
      }
      statement.execute();
    }
  }

  private Map<String, @Nullable String> changes(SessionState begun) {
    Map<String, @Nullable String> changes = new HashMap<>();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String name = setting.getKey();
      if (!Objects.equals(begun.settings.get(name), setting.getValue()) && !isStamp(setting)) {
        boolean isReset = setting.getValue().equals(begun.resets.get(name));
        changes.put(name, isReset ? null : setting.getValue());
      }
    }
    for (String name : begun.settings.keySet()) {
      if (!settings.containsKey(name)) {
        changes.put(name, null);
      }
    }
    return changes;
  }

  /** A name of ours names the lease, and the new session has its own. */
  private static boolean isStamp(Map.Entry<String, String> setting) {
    return setting.getKey().equals(APPLICATION_NAME) && setting.getValue().startsWith("leasehold/");
  }
}
