// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of a session, as PostgreSQL shows it with one cheap question. It has the role whose
 * rights the session has, the state that would be lost with it, and its settings as one value for
 * comparison. Immutable.
 */
final class SessionState {

  /** Two servers may have begun in one second. */
  private static final String IDENTITY =
      "CURRENT_USER, SESSION_USER,"
          + " pg_catalog.concat(CAST(pg_catalog.date_part('epoch',"
          + " pg_catalog.pg_postmaster_start_time()) OPERATOR(pg_catalog.*) 1000000"
          + " AS pg_catalog.int8), pg_catalog.pg_is_in_recovery()), pg_catalog.pg_backend_pid(),"
          + " pg_catalog.pg_my_temp_schema() OPERATOR(pg_catalog.<>) '0'";

  /**
   * Null, or a {@link PinReason} and a sentence about the session. Functions are asked and not the
   * views over them, which take longer to plan than to execute.
   */
  private static final String HOLDING =
      "CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_lock_status() AS l"
          + " WHERE l.locktype OPERATOR(pg_catalog.=) 'advisory'"
          + " AND l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid())"
          + " THEN 'LOCK it holds an advisory lock'"
          + " WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_listening_channels())"
          + " THEN 'LISTEN it listens for notifications'"
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

  /**
   * All settings of the session. A name of ours is cut to its prefix, since each session has its
   * own name.
   */
  private static final String SETTINGS =
      "pg_catalog.concat(CASE WHEN pg_catalog.left("
          + "pg_catalog.current_setting('application_name'), 10) OPERATOR(pg_catalog.=) 'leasehold/'"
          + " THEN 'leasehold/' ELSE pg_catalog.current_setting('application_name') END,"
          + " (SELECT pg_catalog.string_agg(pg_catalog.current_setting(n, true), E'\\n')"
          + " FROM pg_catalog.unnest(pg_catalog.string_to_array('%s', ',')) AS n))";

  /**
   * Asked only of a session that has made temporary objects: each object in a schema depends on it.
   */
  private static final String TEMPORARY =
      "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d"
          + " WHERE d.refclassid OPERATOR(pg_catalog.=)"
          + " CAST('pg_catalog.pg_namespace' AS pg_catalog.regclass)"
          + " AND d.refobjid OPERATOR(pg_catalog.=) pg_catalog.pg_my_temp_schema())";

  private final String currentUser;
  private final String sessionUser;
  private final String server;
  private final int process;
  private final boolean hasTemporarySchema;
  private final @Nullable String holding;
  private final String settings;

  /** Reads the answer to {@link #question}. */
  SessionState(Statement asked) throws SQLException {
    ResultSet row = asked.getResultSet();
    row.next();
    this.currentUser = row.getString(1);
    this.sessionUser = row.getString(2);
    this.server = row.getString(3);
    this.process = row.getInt(4);
    this.hasTemporarySchema = row.getBoolean(5);
    this.holding = row.getString(6);
    this.settings = row.getString(7);
  }

  /**
   * Returns the question for the state of a session. It is a single statement: a driver sends each
   * statement of a prepared text for itself, and a cancel would meet the first.
   *
   * @param names the settings that are compared, as {@link SessionSettings#names} returns them
   */
  static String question(String names) {
    return "SELECT " + String.join(", ", columns(names));
  }

  /** Returns the parts of that question, each as a question of its own. */
  static List<String> parts(String names) {
    return columns(names).stream().map(part -> "SELECT " + part).collect(Collectors.toList());
  }

  private static List<String> columns(String names) {
    return Arrays.asList(IDENTITY, HOLDING, String.format(SETTINGS, names));
  }

  /**
   * Asks a session, in one message: it begins no transaction, and makes no prepared statement.
   *
   * @param question as {@link #question} returns it, on a connection of our own, whose driver
   *     executes simple queries
   */
  static SessionState of(PreparedStatement question) throws SQLException {
    question.execute();
    return new SessionState(question);
  }

  /** Returns all of its settings as one text, to be compared with another session's. */
  String settings() {
    return settings;
  }

  /** Returns a text that tells its server from others. */
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
   * Returns the reason that a new session cannot take the place of this session; null when it can.
   *
   * @param connection which is on this session still
   * @param begun the state of the new session
   * @param user the user with which this session was opened
   */
  @Nullable HandOverResult obstacle(Connection connection, SessionState begun, String user)
      throws SQLException {
    if (!sessionUser.equals(user)) {
      return HandOverResult.held(PinReason.ROLE, "it has set another session authorization");
    }
    boolean ownRole =
        currentUser.equals(sessionUser) && begun.currentUser.equals(begun.sessionUser);
    if (!ownRole && !currentUser.equals(begun.currentUser)) {
      return HandOverResult.held(PinReason.ROLE, "it has set another role");
    }
    if (hasTemporarySchema && hasTemporaryObjects(connection)) {
      return HandOverResult.held(PinReason.TEMPORARY, "it has temporary objects");
    }
    return holding == null ? null : held(holding);
  }

  private static boolean hasTemporaryObjects(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(TEMPORARY)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static HandOverResult held(String holding) {
    int end = holding.indexOf(' ');
    return HandOverResult.held(
        PinReason.valueOf(holding.substring(0, end)), holding.substring(end + 1));
  }
}
