// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Two connections to schemas that are alike, of which one connection can be moved. */
final class HistoryPair implements AutoCloseable {

  private final PostgresServer server;
  private final MovableSessions sessions;
  private final String[] properties;
  private String user = "first";

  final JdbcSession still;
  final JdbcSession moved;

  /**
   * Opens both.
   *
   * @param pause the work in the midst of a call of the connection that is moved
   */
  HistoryPair(
      PostgresServer server,
      MovableSessions sessions,
      List<String> properties,
      JdbcSession.Pause pause)
      throws Exception {
    this.server = server;
    this.sessions = sessions;
    this.properties = properties.toArray(String[]::new);
    Connection first = sessions.live("still", in("one"));
    this.still = new JdbcSession(first, "one", () -> {});
    this.moved = new JdbcSession(sessions.live(user, in("two")), "two", pause);
  }

  /** Starts a server with the users and the schemas. */
  static PostgresServer server(PostgresVersion version) {
    PostgresServer server = PostgresServer.launch(version);
    server.query("ALTER DATABASE app SET lock_timeout = '500ms'"); // Of prepared transactions.
    server.query("GRANT TEMPORARY ON DATABASE app TO app_rw");
    server.query("CREATE ROLE other ROLE app_rw");
    server.query("GRANT USAGE, CREATE ON SCHEMA public TO other");
    MovableSessions.createUsers(server, "still", "first", "second");
    for (String schema : List.of("one", "two")) {
      String items = schema + ".items";
      server.query("CREATE SCHEMA " + schema);
      server.query("CREATE TABLE " + items + " (id serial PRIMARY KEY, v text)");
      server.query("INSERT INTO " + items + " (v) SELECT 'v' || i FROM generate_series(1, 50) i");
      server.query("CREATE TABLE " + schema + ".files (content oid)");
      server.query("INSERT INTO " + schema + ".files VALUES (NULL)");
      server.query("GRANT USAGE ON SCHEMA " + schema + " TO app_rw, other");
      server.query("GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO app_rw, other");
      server.query("GRANT ALL ON ALL SEQUENCES IN SCHEMA " + schema + " TO app_rw, other");
    }
    return server;
  }

  /** Of a schema of its own, so that neither waits for a lock of the other. */
  private String[] in(String schema) {
    return MovableSessions.with(properties, "currentSchema", schema);
  }

  /** Tries to move the connection that is to be moved, to the user that it does not have. */
  HandOverResult move() throws Exception {
    String next = user.equals("first") ? "second" : "first";
    HandOverResult obstacle = sessions.obstacle(moved.connection);
    if (obstacle != null) {
      return obstacle; // As the agent does, which logs in only then.
    }
    try (Connection fresh = sessions.fresh(next, in("two"))) {
      HandOverResult result = sessions.move(moved.connection, fresh, user);
      user = result.equals(HandOverResult.MOVED) ? next : user;
      return result;
    }
  }

  /** Closes both, and removes their objects from the database. */
  @Override
  public void close() throws SQLException {
    still.close();
    moved.close();
    for (List<String> prepared : server.query("SELECT gid FROM pg_prepared_xacts")) {
      server.query("ROLLBACK PREPARED '" + prepared.get(0) + "'");
    }
  }
}
