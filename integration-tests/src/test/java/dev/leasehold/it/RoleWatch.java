package dev.leasehold.it;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at PostgreSQL's roles all the time and keeps the largest number of ephemeral ones seen at
 * once.
 */
final class RoleWatch implements AutoCloseable {

  private static final String COUNT =
      "SELECT count(*) FROM pg_roles WHERE rolvaliduntil IS NOT NULL AND rolcanlogin"
          + " AND rolname LIKE 'v-%'";

  private final Connection connection;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "role-watch");
  private volatile int most;

  private RoleWatch(Connection connection) {
    this.connection = connection;
  }

  static RoleWatch start(PostgresServer postgres) {
    try {
      RoleWatch watch = new RoleWatch(postgres.connect());
      watch.thread.start();
      return watch;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  int most() {
    return most;
  }

  private void watch() {
    try (Statement statement = connection.createStatement()) {
      while (!closed.await(20, TimeUnit.MILLISECONDS)) {
        try (ResultSet row = statement.executeQuery(COUNT)) {
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
