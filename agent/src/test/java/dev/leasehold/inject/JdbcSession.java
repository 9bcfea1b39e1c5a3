// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a random history, and the objects that an application keeps of it between its
 * calls.
 */
final class JdbcSession implements AutoCloseable {

  final Connection connection;

  /** The schema of its tables, which are its own. */
  final String schema;

  private final Pause pause;

  @Nullable PreparedStatement prepared;
  @Nullable Statement cursor;
  @Nullable ResultSet rows;
  @Nullable Savepoint savepoint;

  /**
   * Makes a session that keeps nothing yet.
   *
   * @param pause is called in the midst of calls that are made of several
   */
  JdbcSession(Connection connection, String schema, Pause pause) {
    this.connection = connection;
    this.schema = schema;
    this.pause = pause;
  }

  /** Where an application does something else between two calls of JDBC. */
  @FunctionalInterface
  interface Pause {
    void run() throws SQLException;
  }

  /** A call, and its result as text. */
  @FunctionalInterface
  interface SessionCall {
    String on(JdbcSession session) throws SQLException;
  }

  /** Does something else for a moment. */
  void pause() throws SQLException {
    pause.run();
  }

  /** Executes SQL in which {@code $schema} is its own, and returns the answer. */
  String execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      StringBuilder answer = new StringBuilder();
      if (statement.execute(sql.replace("$schema", schema))) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            answer.append(rows.getString(1)).append(' ');
          }
        }
      }
      return answer.append(statement.getUpdateCount()).toString();
    }
  }

  /** Returns the result of a call, in words that are the same for sessions that behave alike. */
  String answer(SessionCall call) {
    String answer;
    try {
      answer = call.on(this);
    } catch (SQLException e) {
      answer = e.getClass().getSimpleName() + " " + e.getSQLState() + " " + e.getMessage();
    }
    try {
      answer += state();
    } catch (SQLException e) {
      answer += " no state: " + e.getSQLState();
    }
    return answer
        .replaceAll("\\b(still|first|second)\\b", "(user)")
        .replaceAll("\\b" + schema + "\\b", "(schema)")
        .replaceAll("pg_temp_\\d+", "pg_temp")
        .replaceAll("to create temporary tables in database \"\\w+\"", "for schema pg_temp")
        .replaceAll("tuple \\(\\d+,\\d+\\)", "tuple")
        .replaceAll("pivot \\d+", "pivot") // The number of a transaction.
        .toLowerCase(Locale.ROOT);
  }

  private String state() throws SQLException {
    return " autocommit "
        + connection.getAutoCommit()
        + ", read-only "
        + connection.isReadOnly()
        + ", time-out "
        + connection.getNetworkTimeout()
        + ", warnings "
        + (connection.getWarnings() != null);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
