// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Asks PostgreSQL, as its superuser, on one connection that stays open. Not safe for threads. */
final class RoleQuery implements AutoCloseable {

  private static final String SQL =
      """
      SELECT r.rolname, extract(epoch FROM r.rolvaliduntil - now()), count(a.pid)
      FROM pg_roles g
      JOIN pg_auth_members m ON m.roleid = g.oid
      JOIN pg_roles r ON r.oid = m.member
      LEFT JOIN pg_stat_activity a ON a.usesysid = r.oid
      WHERE g.rolname = 'app_rw' AND r.rolvaliduntil IS NOT NULL
      GROUP BY r.rolname, r.rolvaliduntil
      """;

  private final Connection connection;

  RoleQuery(PostgresServer postgres) throws SQLException {
    this.connection = postgres.connect();
  }

  Snapshot ask() throws SQLException {
    Map<String, Duration> validFor = new HashMap<>();
    Map<String, Integer> sessions = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SQL)) {
      while (row.next()) {
        validFor.put(row.getString(1), Duration.ofMillis((long) (row.getDouble(2) * 1000)));
        if (row.getInt(3) > 0) {
          sessions.put(row.getString(1), row.getInt(3));
        }
      }
    }
    return new Snapshot(validFor, sessions);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
