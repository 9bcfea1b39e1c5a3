// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import dev.leasehold.it.Watch;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The application's sessions as the database shows them, looked at all the time. Safe for many
 * threads.
 */
final class Sessions implements AutoCloseable {

  /** A session, and the role that it logged in as. */
  record Session(int pid, Instant begun, String role) {}

  private static final String DROPPED = "(dropped)";

  /** Vault's own sessions and the test's are not the application's. */
  private static final String LOOK =
      "SELECT pid, backend_start, coalesce(rolname, '"
          + DROPPED
          + "') FROM pg_stat_activity LEFT JOIN pg_roles ON pg_roles.oid = usesysid"
          + " WHERE datname = '"
          + PostgresServer.DATABASE
          + "' AND backend_type = 'client backend'"
          + " AND (rolname IS NULL OR NOT (rolsuper OR rolname = 'vault'))";

  private final Watch watch;
  private final Set<Session> seen = new HashSet<>();
  private Set<Session> open = Set.of();

  private Sessions(PostgresServer postgres) {
    this.watch = Watch.start(postgres::connect, LOOK, this::look);
  }

  static Sessions watch(PostgresServer postgres) {
    return new Sessions(postgres);
  }

  /** Returns every session that was ever seen on a role. */
  synchronized Set<Session> seen() {
    return Set.copyOf(seen);
  }

  /** Returns the roles of the sessions. */
  Set<String> roles() {
    return seen().stream().map(Session::role).collect(Collectors.toSet());
  }

  /** Looks once more, and returns whether a session is open on any of these roles. */
  boolean areOpenOn(Collection<String> roles) {
    return open().stream().map(Session::role).anyMatch(roles::contains);
  }

  /** Looks once more, and returns the sessions that are open. */
  Set<Session> open() {
    watch.again();
    synchronized (this) {
      return open;
    }
  }

  private void look(ResultSet rows) throws SQLException {
    Set<Session> now = new HashSet<>();
    while (rows.next()) {
      Instant begun = rows.getObject(2, OffsetDateTime.class).toInstant();
      now.add(new Session(rows.getInt(1), begun, rows.getString(3)));
    }
    keep(now);
  }

  private synchronized void keep(Set<Session> now) {
    now.stream().filter(session -> !session.role().equals(DROPPED)).forEach(seen::add);
    open = Set.copyOf(now);
  }

  @Override
  public void close() {
    watch.close();
  }
}
