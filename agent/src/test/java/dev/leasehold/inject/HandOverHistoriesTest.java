// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random histories of calls on two connections, one of which is moved between two calls at random:
 * the same results, the same errors, the same state. The seed is in the message of a failure.
 */
class HandOverHistoriesTest {

  private static final int HISTORIES = 8;
  private static final int STEPS = 40;
  private static final int MOVED_ONE_IN = 4;

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("GRANT TEMPORARY ON DATABASE app TO app_rw");
    server.query("CREATE ROLE other ROLE app_rw");
    server.query("GRANT USAGE, CREATE ON SCHEMA public TO other");
    MovableSessions.createUsers(server, "still", "first", "second");
    for (String schema : List.of("one", "two")) {
      server.query("CREATE SCHEMA " + schema);
      server.query("CREATE TABLE " + schema + ".items (id serial PRIMARY KEY, v text)");
      server.query(
          "INSERT INTO " + schema + ".items (v) SELECT 'v' || i FROM generate_series(1, 50) i");
      server.query("GRANT USAGE ON SCHEMA " + schema + " TO app_rw, other");
      server.query("GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO app_rw, other");
      server.query("GRANT ALL ON ALL SEQUENCES IN SCHEMA " + schema + " TO app_rw, other");
    }
  }

  /** A call, and what comes of it as text. */
  @FunctionalInterface
  private interface Call {
    String on(Connection connection) throws SQLException;
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, extended, never",
    "postgresql-42.6.2, extendedForPrepared, always",
    "postgresql-newest, extended, conservative",
    "postgresql-newest, simple, never",
    "postgresql-newest, extendedCacheEverything, never"
  })
  void aConnectionThatIsMovedAnswersAsOneThatIsNot(String library, String mode, String autosave)
      throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<HandOverResult.HandOverKind, Integer> results =
        new EnumMap<>(HandOverResult.HandOverKind.class);
    try (MovableSessions sessions = new MovableSessions(server, library)) {
      for (int history = 0; history < HISTORIES; history++) {
        String[] properties = {
          "preferQueryMode",
          mode,
          "autosave",
          autosave,
          "prepareThreshold",
          "2",
          "socketTimeout",
          "60"
        };
        List<String> calls = new ArrayList<>();
        try (Pair pair = new Pair(sessions, properties)) {
          for (int step = 0; step < STEPS; step++) {
            int chosen = random.nextInt(CALLS.size());
            calls.add(CALLS.get(chosen).getKey());
            String expected = answer(pair.still, CALLS.get(chosen).getValue());
            assertThat(answer(pair.moved, CALLS.get(chosen).getValue()))
                .as("seed %d, history %d: %s", seed, history, calls)
                .isEqualTo(expected);
            if (random.nextInt(MOVED_ONE_IN) == 0) {
              HandOverResult result = pair.move();
              calls.add(result.toString());
              results.merge(result.kind(), 1, Integer::sum);
            }
          }
        }
      }
    }
    assertThat(results).as("seed %d", seed).containsKey(HandOverResult.HandOverKind.MOVED);
  }

  private static String answer(Connection connection, Call call) {
    try {
      return call.on(connection) + state(connection);
    } catch (SQLException e) {
      return "SQLState " + e.getSQLState();
    }
  }

  private static String state(Connection connection) throws SQLException {
    return " autocommit "
        + connection.getAutoCommit()
        + ", read-only "
        + connection.isReadOnly()
        + ", warnings "
        + (connection.getWarnings() != null);
  }

  /** Two connections to schemas that are alike. */
  private static final class Pair implements AutoCloseable {

    private final MovableSessions sessions;
    private final String[] properties;
    private final Connection still;
    private final Connection moved;
    private String user = "first";

    Pair(MovableSessions sessions, String... properties) throws Exception {
      this.sessions = sessions;
      this.properties = properties;
      this.still = sessions.live("still", in("one"));
      this.moved = sessions.live(user, in("two"));
    }

    /** Of a schema of its own, so that neither waits for a lock of the other. */
    private String[] in(String schema) {
      return MovableSessions.with(properties, "currentSchema", schema);
    }

    HandOverResult move() throws Exception {
      String next = user.equals("first") ? "second" : "first";
      HandOverResult obstacle = sessions.obstacle(moved);
      if (obstacle != null) {
        return obstacle; // As the agent does, which logs in only then.
      }
      try (Connection fresh = sessions.fresh(next, in("two"))) {
        HandOverResult result = sessions.move(moved, fresh, user);
        user = result.kind() == HandOverResult.HandOverKind.MOVED ? next : user;
        return result;
      }
    }

    @Override
    public void close() throws SQLException {
      still.close();
      moved.close();
    }
  }

  private static final List<Map.Entry<String, Call>> CALLS = new ArrayList<>();

  private static void sql(String sql) {
    CALLS.add(Map.entry(sql, connection -> execute(connection, sql)));
  }

  private static void call(String name, Call call) {
    CALLS.add(Map.entry(name, call));
  }

  static {
    sql("SET statement_timeout = '50s'");
    sql("SET TimeZone = 'Asia/Tokyo'");
    sql("SET DateStyle = 'German'");
    sql("SET work_mem = '3MB'");
    sql("RESET TimeZone");
    sql("RESET ALL");
    sql("SHOW statement_timeout");
    sql("SELECT timestamptz '2026-01-02 03:04:05+00' || current_setting('work_mem')");
    sql("SELECT 1 / 0");
    sql("SELECT no_such_column");
    sql("CREATE TEMPORARY TABLE IF NOT EXISTS mine AS SELECT 7 AS seven");
    sql("DROP TABLE IF EXISTS mine");
    sql("SELECT seven FROM mine");
    sql("SELECT pg_advisory_lock_shared(7)");
    sql("SELECT pg_advisory_unlock_all()");
    sql("PREPARE own AS SELECT 'own'");
    sql("EXECUTE own");
    sql("DEALLOCATE ALL");
    sql("SET ROLE other");
    sql("RESET ROLE");
    sql("SELECT current_user = 'other'");
    sql("DECLARE held CURSOR WITH HOLD FOR SELECT 'held'");
    sql("FETCH ALL FROM held");
    sql("CLOSE ALL");
    sql("INSERT INTO items (v) VALUES ('new')");
    sql("SELECT count(*) > 0 FROM items");
    sql("DELETE FROM items WHERE id > 50 AND v = 'new'");
    call("begin", HandOverHistoriesTest::begin);
    call("commit", HandOverHistoriesTest::commit);
    call("rollback", HandOverHistoriesTest::rollback);
    call("savepoint", HandOverHistoriesTest::savepoint);
    call("prepared", HandOverHistoriesTest::prepared);
    call("batch", HandOverHistoriesTest::batch);
    call("generated keys", HandOverHistoriesTest::generatedKeys);
    call("fetch size", HandOverHistoriesTest::fetchSize);
    call("timeout", HandOverHistoriesTest::timeout);
    call("valid", connection -> String.valueOf(connection.isValid(60)));
    call("read-only", connection -> set(() -> connection.setReadOnly(!connection.isReadOnly())));
    call(
        "serializable",
        connection ->
            set(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE)));
    call("isolation", connection -> String.valueOf(connection.getTransactionIsolation()));
    call(
        "tables",
        connection -> {
          try (ResultSet tables = connection.getMetaData().getTables(null, "one", "%", null)) {
            return String.valueOf(tables.next());
          }
        });
  }

  @FunctionalInterface
  private interface Setter {
    void run() throws SQLException;
  }

  private static String set(Setter setter) throws SQLException {
    setter.run();
    return "set";
  }

  private static String execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      StringBuilder answer = new StringBuilder();
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            answer.append(rows.getString(1)).append(' ');
          }
        }
      }
      return answer.append(statement.getUpdateCount()).toString();
    }
  }

  private static String begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return "begun";
  }

  private static String commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
    return "committed";
  }

  private static String rollback(Connection connection) throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    return "rolled back";
  }

  private static String savepoint(Connection connection) throws SQLException {
    connection.rollback(connection.setSavepoint());
    return "saved";
  }

  private static String prepared(Connection connection) throws SQLException {
    StringBuilder answer = new StringBuilder();
    try (PreparedStatement prepared =
        connection.prepareStatement(
            "SELECT v, timestamptz '2026-01-02 03:04:05+00' FROM items WHERE id = ?")) {
      for (int id = 1; id <= 4; id++) {
        prepared.setInt(1, id);
        try (ResultSet row = prepared.executeQuery()) {
          row.next();
          answer.append(row.getString(1)).append(row.getString(2));
        }
      }
    }
    return answer.toString();
  }

  private static String batch(Connection connection) throws SQLException {
    try (PreparedStatement prepared =
        connection.prepareStatement("UPDATE items SET v = v WHERE id = ?")) {
      for (int id = 1; id <= 3; id++) {
        prepared.setInt(1, id);
        prepared.addBatch();
      }
      return String.valueOf(prepared.executeBatch().length);
    }
  }

  private static String generatedKeys(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO items (v) VALUES ('new')", Statement.RETURN_GENERATED_KEYS);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        return String.valueOf(keys.next());
      }
    }
  }

  private static String fetchSize(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(7);
      int rows = 0;
      try (ResultSet row = statement.executeQuery("SELECT id FROM items WHERE id <= 50")) {
        while (row.next()) {
          rows++;
        }
      }
      return String.valueOf(rows);
    }
  }

  private static String timeout(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(60);
      statement.execute("SELECT 1");
      return "in time";
    }
  }
}
