// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a server's sessions all the time, idle sessions too, and keeps the most seen at once
 * that no lease covers any more. While the server is away there are none, and it looks on when it
 * is back. Safe for many threads.
 */
public final class SessionWatch implements AutoCloseable {

  /**
   * Sessions of roles whose VALID UNTIL is past, which Vault writes 5 s after the lease's end
   * (path_creds_create.go), and of roles that are gone. A VALID UNTIL of another century is an
   * operator's. A session that began after the look did may be of a role that the look does not
   * see. A session that is told to end, or whose client has left, may outlive its role for a
   * moment.
   */
  private static final String UNCOVERED =
      "SELECT count(*) FILTER (WHERE r.rolvaliduntil < clock_timestamp()"
          + " AND r.rolvaliduntil > '2000-01-01'),"
          + " array_agg(s.pid) FILTER (WHERE r.oid IS NULL)"
          + " FROM pg_stat_activity s LEFT JOIN pg_roles r ON r.oid = s.usesysid"
          + " WHERE s.backend_type = 'client backend' AND s.usesysid IS NOT NULL"
          + " AND s.backend_start < statement_timestamp()";

  private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Watch watch;
  private final Map<Integer, Long> withoutRoleSince = new HashMap<>();
  private int mostPast;
  private int mostWithoutRole;

  private SessionWatch(PostgresServer postgres) {
    this.watch = Watch.start(postgres::connect, UNCOVERED, this::look);
  }

  /** Begins to look. */
  public static SessionWatch start(PostgresServer postgres) {
    return new SessionWatch(postgres);
  }

  /** Forgets the counts so far. */
  public synchronized void reset() {
    mostPast = 0;
    mostWithoutRole = 0;
  }

  /** Looks once more, and returns the most sessions at once that no lease covered. */
  public int most() {
    return mostPast() + mostWithoutRole();
  }

  /** The same without sessions whose role is gone. */
  public int mostPast() {
    watch.again();
    synchronized (this) {
      return mostPast;
    }
  }

  private synchronized int mostWithoutRole() {
    return mostWithoutRole;
  }

  /** Returns how many sessions there are now whose role is gone. */
  public int withoutRole() {
    watch.again();
    synchronized (this) {
      return withoutRoleSince.size();
    }
  }

  private void look(ResultSet row) throws SQLException {
    row.next();
    Array pids = row.getArray(2);
    seen(row.getInt(1), pids == null ? Set.of() : Set.of((Integer[]) pids.getArray()));
  }

  private synchronized void seen(int past, Set<Integer> roleless) {
    long now = System.nanoTime();
    withoutRoleSince.keySet().retainAll(roleless);
    roleless.forEach(pid -> withoutRoleSince.putIfAbsent(pid, now));
    long lasting =
        withoutRoleSince.values().stream().filter(since -> now - since > MOMENT_NANOS).count();
    mostPast = Math.max(mostPast, past);
    mostWithoutRole = Math.max(mostWithoutRole, (int) lasting);
  }

  @Override
  public void close() {
    watch.close();
  }
}
