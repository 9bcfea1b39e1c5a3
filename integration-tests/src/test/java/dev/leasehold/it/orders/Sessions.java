package dev.leasehold.it.orders;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
          + "'), coalesce(rolvaliduntil < clock_timestamp(), false)"
          + " FROM pg_stat_activity LEFT JOIN pg_roles ON pg_roles.oid = usesysid"
          + " WHERE datname = '"
          + PostgresServer.DATABASE
          + "' AND backend_type = 'client backend'"
          + " AND (rolname IS NULL OR NOT (rolsuper OR rolname = 'vault'))";

  private final Connection connection;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "sessions");
  private final Set<Session> seen = new HashSet<>();
  private final Set<Session> pastLease = new HashSet<>();
  private Set<Session> open = Set.of();
  private @Nullable SQLException failure;

  private Sessions(Connection connection) {
    this.connection = connection;
  }

  static Sessions watch(PostgresServer postgres) {
    try {
      Sessions sessions = new Sessions(postgres.connect());
      sessions.thread.start();
      return sessions;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns every session that was ever seen on a role. */
  synchronized Set<Session> seen() {
    return Set.copyOf(seen);
  }

  /** Returns the roles of those. */
  Set<String> roles() {
    return seen().stream().map(Session::role).collect(Collectors.toSet());
  }

  /** Returns whether one was open on any of these roles when it was last looked. */
  synchronized boolean areOpenOn(Collection<String> roles) {
    return open.stream().map(Session::role).anyMatch(roles::contains);
  }

  /** Returns the sessions that were open when it was last looked. */
  synchronized Set<Session> open() {
    return open;
  }

  /** Returns those that were seen when the lease of their role had ended, or the role was gone. */
  synchronized Set<Session> pastLease() {
    if (failure != null) {
      throw new AssertionError("the database cannot be looked at", failure);
    }
    return Set.copyOf(pastLease);
  }

  private void watch() {
    try (Statement statement = connection.createStatement()) {
      while (!closed.await(20, TimeUnit.MILLISECONDS)) {
        look(statement);
      }
    } catch (SQLException e) {
      failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Statement statement) throws SQLException {
    Set<Session> now = new HashSet<>();
    Set<Session> past = new HashSet<>();
    try (ResultSet rows = statement.executeQuery(LOOK)) {
      while (rows.next()) {
        Instant begun = rows.getObject(2, OffsetDateTime.class).toInstant();
        Session session = new Session(rows.getInt(1), begun, rows.getString(3));
        now.add(session);
        if (rows.getBoolean(4)) {
          past.add(session);
        }
      }
    }
    keep(now, past);
  }

  /** A role that is younger than the statement's snapshot is not found the first time either. */
  private synchronized void keep(Set<Session> now, Set<Session> past) {
    for (Session session : now) {
      if (!session.role().equals(DROPPED)) {
        seen.add(session);
      } else if (open.contains(session)) {
        pastLease.add(session);
      }
    }
    pastLease.addAll(past);
    open = Set.copyOf(now);
  }

  private synchronized void failed(SQLException e) {
    failure = e;
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
