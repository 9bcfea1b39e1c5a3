// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The state of a session beside its settings, as PostgreSQL shows it: whose rights it has, and what
 * would be lost with it. Immutable.
 */
final class SessionState {

  /**
   * The last column is null, or a {@link PinReason} and what the session has. Functions are asked
   * and not the views over them, which take longer to plan than to execute. A catalog is read only
   * by a session that has made temporary objects: whatever is in a schema depends on it. Two
   * servers may have begun in one second.
   */
  static final String STATE =
      "SELECT CURRENT_USER, SESSION_USER,"
          + " pg_catalog.concat(CAST(pg_catalog.date_part('epoch',"
          + " pg_catalog.pg_postmaster_start_time()) OPERATOR(pg_catalog.*) 1000000"
          + " AS pg_catalog.int8), pg_catalog.pg_is_in_recovery()), pg_catalog.pg_backend_pid(), CASE"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_lock_status() AS l"
          + " WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory'"
          + " AND l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())"
          + " THEN 'LOCK it holds an advisory lock'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_listening_channels())"
          + " THEN 'LISTEN it listens for notifications'"
          + " WHEN CASE WHEN pg_catalog.pg_my_temp_schema() OPERATOR(pg_catalog.=) '0'"
          + " THEN false ELSE EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d"
          + " WHERE d.refclassid OPERATOR(pg_catalog.=)"
          + " CAST('pg_catalog.pg_namespace' AS pg_catalog.regclass)"
          + " AND d.refobjid OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())"
          + " END THEN 'TEMPORARY it has temporary objects'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_cursor() AS c WHERE c.is_holdable)"
          + " THEN 'CURSOR it has a cursor WITH HOLD'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_prepared_statement() AS s WHERE s.from_sql)"
          + " THEN 'PREPARED it has a statement that was prepared in SQL'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_get_replication_slots() AS r"
          + " WHERE r.temporary AND r.active_pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())"
          + " THEN 'TEMPORARY it has a temporary replication slot'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_prepared_xact() AS x"
          + " WHERE pg_catalog.pg_get_userbyid(x.ownerid) OPERATOR(pg_catalog.=) SESSION_USER)"
          + " THEN 'TWOPHASE its role has a prepared transaction, which no other role may end'"
          + " END";

  private final String currentUser;
  private final String sessionUser;
  private final String server;
  private final int process;
  private final @Nullable String holding;

  /** Reads the answer to {@link #STATE}. */
  SessionState(ResultSet row) throws SQLException {
    row.next();
    this.currentUser = row.getString(1);
    this.sessionUser = row.getString(2);
    this.server = row.getString(3);
    this.process = row.getInt(4);
    this.holding = row.getString(5);
  }

  /**
   * Asks a session, in one message: it begins no transaction, and makes no prepared statement.
   *
   * @param connection of our own, whose driver executes simple queries
   */
  static SessionState of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STATE)) {
      return new SessionState(row);
    }
  }

  /** Returns what tells its server from others. */
  String server() {
    return server;
  }

  /**
   * Returns the number of its process at the server, which PostgreSQL tells a driver beforehand.
   */
  int process() {
    return process;
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
  @Nullable HandOverResult obstacle(SessionState begun, String user) {
    if (!sessionUser.equals(user)) {
      return HandOverResult.held(PinReason.ROLE, "it has set another session authorization");
    }
    boolean ownRole =
        currentUser.equals(sessionUser) && begun.currentUser.equals(begun.sessionUser);
    if (!ownRole && !currentUser.equals(begun.currentUser)) {
      return HandOverResult.held(PinReason.ROLE, "it has set another role");
    }
    return holding == null ? null : held(holding);
  }

  private static HandOverResult held(String holding) {
    int end = holding.indexOf(' ');
    return HandOverResult.held(
        PinReason.valueOf(holding.substring(0, end)), holding.substring(end + 1));
  }
}
