package dev.leasehold.it;

import dev.leasehold.testbed.mariadb.MariaDbServer;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the database's roles all the time and keeps the largest number of ephemeral ones seen at
 * once.
 */
final class RoleWatch implements AutoCloseable {

  private static final String ROLES =
      "SELECT count(*) FROM pg_roles WHERE rolvaliduntil IS NOT NULL AND rolcanlogin"
          + " AND rolname LIKE 'v-%'";

  private static final String USERS = "SELECT count(*) FROM mysql.user WHERE User LIKE 'v-%'";

  private final Connection connection;
  private final String count;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "role-watch");
  private volatile int most;

  private RoleWatch(Connection connection, String count) {
    this.connection = connection;
    this.count = count;
  }

  static RoleWatch start(PostgresServer postgres) {
    try {
      return new RoleWatch(postgres.connect(), ROLES).started();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static RoleWatch start(MariaDbServer mariadb) {
    try {
      return new RoleWatch(mariadb.connect(mariadb.administrator()), USERS).started();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private RoleWatch started() {
    thread.start();
    return this;
  }

  int most() {
    return most;
  }

  private void watch() {
    try (Statement statement = connection.createStatement()) {
      while (!closed.await(20, TimeUnit.MILLISECONDS)) {
        try (ResultSet row = statement.executeQuery(count)) {
          row.next();
          most = Math.max(most, row.getInt(1));
        }
      }
    } catch (SQLException | InterruptedException e) {
      most = Integer.MAX_VALUE;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
      connection.close();
    } catch (SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
