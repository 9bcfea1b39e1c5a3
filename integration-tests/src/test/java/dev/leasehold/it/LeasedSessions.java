// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Looks at the sessions of ephemeral roles all the time, and keeps the largest number seen at once.
 */
final class LeasedSessions implements AutoCloseable {

  private static final String COUNT =
      "SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'v-%'";

  private final Watch watch;
  private volatile int now;
  private volatile int most;

  private LeasedSessions(PostgresServer postgres) {
    this.watch = Watch.start(postgres::connect, COUNT, this::look);
  }

  /** Begins to look. */
  static LeasedSessions start(PostgresServer postgres) {
    return new LeasedSessions(postgres);
  }

  /** Looks once more, and returns how many there are. */
  int now() {
    watch.again();
    return now;
  }

  /** Returns the most at once. */
  int most() {
    return most;
  }

  private void look(ResultSet row) throws SQLException {
    row.next();
    now = row.getInt(1);
    most = Math.max(most, now);
  }

  @Override
  public void close() {
    watch.close();
  }
}
