// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leasehold.inject.JdbcSession.SessionCall;
import java.io.ByteArrayInputStream;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls of JDBC that an application makes beside executing SQL. */
final class JdbcCalls {

  private static final int FETCH_SIZE = 7;

  private JdbcCalls() {}

  /** Returns the calls by their names. */
  static Map<String, SessionCall> all() {
    Map<String, SessionCall> calls = new LinkedHashMap<>();
    transactions(calls);
    attributes(calls);
    calls.put("prepared once", JdbcCalls::preparedOnce);
    calls.put("prepared and kept", JdbcCalls::preparedAndKept);
    calls.put("batch", JdbcCalls::batch);
    calls.put("batch with an error", JdbcCalls::batchWithError);
    calls.put("batch of texts", JdbcCalls::batchOfTexts);
    calls.put("generated keys", JdbcCalls::generatedKeys);
    calls.put("generated keys of a batch", JdbcCalls::generatedKeysOfBatch);
    calls.put("rows by fetch size", JdbcCalls::fetchSize);
    calls.put("cursor opened", JdbcCalls::openCursor);
    calls.put("cursor read", JdbcCalls::readCursor);
    calls.put("cursor closed", JdbcCalls::closeCursor);
    calls.put("large object", JdbcCalls::largeObject);
    calls.put("function called", JdbcCalls::functionCall);
    calls.put("array", JdbcCalls::array);
    calls.put("row updated in its result", JdbcCalls::updatableRow);
    calls.put("copied in", DriverCalls::copyIn);
    calls.put("copied out", DriverCalls::copyOut);
    calls.put("canceled", JdbcCalls::canceled);
    calls.put("too slow", JdbcCalls::tooSlow);
    calls.put("in time", JdbcCalls::inTime);
    calls.put("valid", session -> String.valueOf(session.connection.isValid(60)));
    calls.put("tables", JdbcCalls::tables);
    return calls;
  }

  private static void transactions(Map<String, SessionCall> calls) {
    calls.put("begin", session -> done(() -> session.connection.setAutoCommit(false)));
    calls.put("commit", JdbcCalls::commit);
    calls.put("commit and go on", session -> done(session.connection::commit));
    calls.put("rollback", JdbcCalls::rollback);
    calls.put("savepoint", JdbcCalls::savepoint);
    calls.put("back to the savepoint", JdbcCalls::backToSavepoint);
    calls.put(
        "serializable",
        session ->
            done(
                () ->
                    session.connection.setTransactionIsolation(
                        Connection.TRANSACTION_SERIALIZABLE)));
    calls.put("isolation", session -> String.valueOf(session.connection.getTransactionIsolation()));
    calls.put(
        "read-only",
        session -> done(() -> session.connection.setReadOnly(!session.connection.isReadOnly())));
  }

  private static void attributes(Map<String, SessionCall> calls) {
    calls.put(
        "network time-out",
        session -> done(() -> session.connection.setNetworkTimeout(Runnable::run, 54_321)));
    calls.put(
        "schema set",
        session ->
            done(
                () -> {
                  session.connection.setSchema("public");
                  session.pause();
                  session.connection.setSchema(session.schema);
                }));
    calls.put("schema", session -> String.valueOf(session.connection.getSchema()));
    calls.put(
        "application's name",
        session -> done(() -> session.connection.setClientInfo("ApplicationName", "orders")));
    calls.put("warnings cleared", session -> done(session.connection::clearWarnings));
  }

  @FunctionalInterface
  private interface Doing {
    void run() throws SQLException;
  }

  private static String done(Doing doing) throws SQLException {
    doing.run();
    return "done";
  }

  private static String commit(JdbcSession session) throws SQLException {
    session.connection.commit();
    session.connection.setAutoCommit(true);
    return "committed";
  }

  private static String rollback(JdbcSession session) throws SQLException {
    session.connection.rollback();
    session.pause();
    session.connection.setAutoCommit(true);
    return "rolled back";
  }

  private static String savepoint(JdbcSession session) throws SQLException {
    session.savepoint = session.connection.setSavepoint();
    return "saved";
  }

  private static String backToSavepoint(JdbcSession session) throws SQLException {
    if (session.savepoint == null) {
      return "none";
    }
    session.connection.rollback(session.savepoint);
    return "back";
  }

  private static PreparedStatement prepare(JdbcSession session, String sql) throws SQLException {
    return session.connection.prepareStatement(sql.replace("$schema", session.schema));
  }

  private static String preparedOnce(JdbcSession session) throws SQLException {
    try (PreparedStatement prepared =
        prepare(
            session,
            "SELECT v, timestamptz '2026-01-02 03:04:05+00' FROM $schema.items WHERE id = ?")) {
      return fourRows(session, prepared);
    }
  }

  private static String preparedAndKept(JdbcSession session) throws SQLException {
    PreparedStatement kept = session.prepared;
    if (kept == null) {
      kept = prepare(session, "SELECT v, interval '1 day' FROM $schema.items WHERE id = ?");
      session.prepared = kept;
    }
    return fourRows(session, kept);
  }

  private static String fourRows(JdbcSession session, PreparedStatement prepared)
      throws SQLException {
    StringBuilder answer = new StringBuilder();
    for (int id = 1; id <= 4; id++) {
      prepared.setInt(1, id);
      try (ResultSet row = prepared.executeQuery()) {
        row.next();
        answer.append(row.getString(1)).append(row.getString(2));
      }
      session.pause();
    }
    return answer.toString();
  }

  private static String batch(JdbcSession session) throws SQLException {
    try (PreparedStatement prepared =
        prepare(session, "UPDATE $schema.items SET v = v WHERE id = ?")) {
      for (int id = 1; id <= 3; id++) {
        prepared.setInt(1, id);
        prepared.addBatch();
        session.pause();
      }
      return Arrays.toString(prepared.executeBatch());
    }
  }

  private static String batchWithError(JdbcSession session) throws SQLException {
    try (PreparedStatement prepared =
        prepare(session, "INSERT INTO $schema.items (id, v) VALUES (?, 'twice')")) {
      for (int id = 1; id <= 3; id++) {
        prepared.setInt(1, id);
        prepared.addBatch();
      }
      return Arrays.toString(prepared.executeBatch());
    }
  }

  private static String batchOfTexts(JdbcSession session) throws SQLException {
    try (Statement statement = session.connection.createStatement()) {
      statement.addBatch("INSERT INTO " + session.schema + ".items (v) VALUES ('new')");
      statement.addBatch("UPDATE " + session.schema + ".items SET v = v WHERE id < 4");
      session.pause();
      return Arrays.toString(statement.executeBatch());
    }
  }

  private static String generatedKeys(JdbcSession session) throws SQLException {
    try (Statement statement = session.connection.createStatement()) {
      statement.execute(
          "INSERT INTO " + session.schema + ".items (v) VALUES ('new')",
          Statement.RETURN_GENERATED_KEYS);
      session.pause();
      return first(statement.getGeneratedKeys());
    }
  }

  private static String generatedKeysOfBatch(JdbcSession session) throws SQLException {
    String sql = "INSERT INTO " + session.schema + ".items (v) VALUES (?)";
    try (PreparedStatement prepared =
        session.connection.prepareStatement(sql, new String[] {"id"})) {
      for (int i = 0; i < 3; i++) {
        prepared.setString(1, "new");
        prepared.addBatch();
      }
      prepared.executeBatch();
      return first(prepared.getGeneratedKeys());
    }
  }

  private static String first(ResultSet rows) throws SQLException {
    try (rows) {
      return rows.next() ? rows.getString(1) : "none";
    }
  }

  private static String fetchSize(JdbcSession session) throws SQLException {
    try (Statement statement = session.connection.createStatement()) {
      statement.setFetchSize(FETCH_SIZE);
      int count = 0;
      try (ResultSet rows = statement.executeQuery(fiftyRows(session))) {
        while (rows.next()) {
          count++;
          if (count % FETCH_SIZE == 1) {
            session.pause();
          }
        }
      }
      return String.valueOf(count);
    }
  }

  static String fiftyRows(JdbcSession session) {
    return "SELECT id FROM " + session.schema + ".items WHERE id <= 50 ORDER BY id";
  }

  private static String openCursor(JdbcSession session) throws SQLException {
    closeCursor(session);
    Statement statement = session.connection.createStatement();
    session.cursor = statement;
    statement.setFetchSize(FETCH_SIZE);
    session.rows = statement.executeQuery(fiftyRows(session));
    return "open";
  }

  private static String readCursor(JdbcSession session) throws SQLException {
    ResultSet rows = session.rows;
    StringBuilder answer = new StringBuilder("read");
    for (int i = 0; rows != null && i <= FETCH_SIZE && rows.next(); i++) {
      answer.append(' ').append(rows.getInt(1));
    }
    return answer.toString();
  }

  private static String closeCursor(JdbcSession session) throws SQLException {
    Statement statement = session.cursor;
    session.cursor = null;
    session.rows = null;
    if (statement != null) {
      statement.close();
    }
    return "closed";
  }

  private static String largeObject(JdbcSession session) throws SQLException {
    try (PreparedStatement write = prepare(session, "UPDATE $schema.files SET content = ?");
        PreparedStatement read = prepare(session, "SELECT content FROM $schema.files")) {
      write.setBlob(1, new ByteArrayInputStream("of the application".getBytes(UTF_8)));
      write.executeUpdate();
      session.pause();
      try (ResultSet row = read.executeQuery()) {
        row.next();
        byte[] content = row.getBlob(1).getBytes(4, 3);
        session.execute("SELECT lo_unlink(content), NULL FROM $schema.files");
        return new String(content, UTF_8);
      }
    }
  }

  private static String functionCall(JdbcSession session) throws SQLException {
    try (CallableStatement call = session.connection.prepareCall("{ ? = call upper(?) }")) {
      call.registerOutParameter(1, Types.VARCHAR);
      call.setString(2, "seven");
      call.execute();
      return call.getString(1);
    }
  }

  private static String array(JdbcSession session) throws SQLException {
    try (PreparedStatement prepared =
        prepare(session, "SELECT count(*) FROM $schema.items WHERE id = ANY (?)")) {
      Array ids = session.connection.createArrayOf("int4", new Object[] {1, 2, 3});
      session.pause();
      prepared.setArray(1, ids);
      return first(prepared.executeQuery());
    }
  }

  private static String updatableRow(JdbcSession session) throws SQLException {
    try (Statement statement =
            session.connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet row =
            statement.executeQuery("SELECT id, v FROM " + session.schema + ".items WHERE id = 5")) {
      row.next();
      session.pause();
      row.updateString(2, "v5");
      row.updateRow();
      return row.getString(2);
    }
  }

  /** By a connection of the driver's own, with the key of the session. */
  private static String canceled(JdbcSession session) throws SQLException {
    MovableSessions.executeAndCancel(session.connection, "SELECT pg_sleep(60)");
    return "not canceled";
  }

  /** The server's own time-out. A transaction that has failed takes the setting back. */
  private static String tooSlow(JdbcSession session) throws SQLException {
    session.execute("SET statement_timeout = '20ms'");
    try {
      return session.execute("SELECT pg_sleep(60)");
    } catch (SQLException e) {
      return e.getSQLState();
    } finally {
      session.execute("SET statement_timeout = '50s'");
    }
  }

  private static String inTime(JdbcSession session) throws SQLException {
    try (Statement statement = session.connection.createStatement()) {
      statement.setQueryTimeout(60);
      statement.execute("SELECT 1");
      return "in time";
    }
  }

  private static String tables(JdbcSession session) throws SQLException {
    try (ResultSet tables =
        session.connection.getMetaData().getTables(null, session.schema, "%", null)) {
      return String.valueOf(tables.next());
    }
  }

  /** The session goes on from the first of them. */
  static String randomNumbers(JdbcSession session) throws SQLException {
    session.execute("SELECT setseed(0.5)");
    session.pause();
    return session.execute("SELECT random()");
  }
}
