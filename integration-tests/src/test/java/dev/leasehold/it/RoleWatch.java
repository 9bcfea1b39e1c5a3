// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.mariadb.MariaDbServer;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Looks at the database's roles all the time and keeps the largest number of ephemeral roles seen
 * at once.
 */
public final class RoleWatch implements AutoCloseable {

  private static final String ROLES =
      "SELECT count(*) FROM pg_roles WHERE rolvaliduntil IS NOT NULL AND rolcanlogin"
          + " AND rolname LIKE 'v-%'";

  private static final String USERS = "SELECT count(*) FROM mysql.user WHERE User LIKE 'v-%'";

  private final Watch watch;
  private volatile int most;

  private RoleWatch(Watch.Opening opening, String count) {
    this.watch = Watch.start(opening, count, this::look);
  }

  /** Begins to look. */
  public static RoleWatch start(PostgresServer postgres) {
    return new RoleWatch(postgres::connect, ROLES);
  }

  static RoleWatch start(MariaDbServer mariadb) {
    return new RoleWatch(() -> mariadb.connect(mariadb.administrator()), USERS);
  }

  /** Looks once more, and returns the most roles at once. */
  public int most() {
    watch.again();
    return most;
  }

  private void look(ResultSet row) throws SQLException {
    row.next();
    most = Math.max(most, row.getInt(1));
  }

  @Override
  public void close() {
    watch.close();
  }
}
