package dev.leasehold.it;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a server's sessions all the time, idle ones too, and keeps the most seen at once that no
 * lease covers any more. While the server is away there are none, and it looks on when it is back.
 * Safe for many threads.
 */
public final class SessionWatch implements AutoCloseable {

  /**
   * Sessions of roles whose VALID UNTIL is past, which Vault writes 5 s after the lease's end
   * (path_creds_create.go), and of roles that are gone. A VALID UNTIL of another century is an
   * operator's. A session that began after the look did may be of a role that the look does not
   * see. One that is told to end, or whose client has left, may outlive its role for a moment.
   */
  private static final String UNCOVERED =
      "SELECT count(*) FILTER (WHERE r.rolvaliduntil < clock_timestamp()"
          + " AND r.rolvaliduntil > '2000-01-01'),"
          + " array_agg(s.pid) FILTER (WHERE r.oid IS NULL)"
          + " FROM pg_stat_activity s LEFT JOIN pg_roles r ON r.oid = s.usesysid"
          + " WHERE s.backend_type = 'client backend' AND s.usesysid IS NOT NULL"
          + " AND s.backend_start < statement_timestamp()";

  private static final long PAUSE_MILLIS = 25;
  private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final Duration BOUND = Duration.ofSeconds(60);

  private final PostgresServer postgres;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "session-watch");
  private final Map<Integer, Long> withoutRoleSince = new HashMap<>();
  private long looks;
  private int mostPast;
  private int mostWithoutRole;

  private SessionWatch(PostgresServer postgres) {
    this.postgres = postgres;
  }

  /** Begins to look. */
  public static SessionWatch start(PostgresServer postgres) {
    SessionWatch watch = new SessionWatch(postgres);
    watch.thread.start();
    return watch;
  }

  /** Forgets what was seen so far. */
  public synchronized void reset() {
    mostPast = 0;
    mostWithoutRole = 0;
  }

  /** Looks once more, and returns the most sessions at once that no lease covered. */
  public int most() {
    return mostPast() + mostWithoutRole();
  }

  /** The same without those whose role is gone. */
  public int mostPast() {
    lookAgain();
    synchronized (this) {
      return mostPast;
    }
  }

  private synchronized int mostWithoutRole() {
    return mostWithoutRole;
  }

  /** Returns how many sessions there are now whose role is gone. */
  public int withoutRole() {
    lookAgain();
    synchronized (this) {
      return withoutRoleSince.size();
    }
  }

  /** Waits for a look that has begun after this call. */
  private void lookAgain() {
    long before = looks();
    Eventually.holds("a look at the sessions", BOUND, () -> looks() > before + 1);
  }

  private synchronized long looks() {
    return looks;
  }

  private void watch() {
    try {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        lookUntilBroken();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void lookUntilBroken() throws InterruptedException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        look(statement);
      }
    } catch (SQLException away) {
      // Its sessions have ended with the server; whoever asks what was seen waits for the next
      // look.
    }
  }

  private void look(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(UNCOVERED)) {
      row.next();
      Array pids = row.getArray(2);
      seen(row.getInt(1), pids == null ? Set.of() : Set.of((Integer[]) pids.getArray()));
    }
  }

  private synchronized void seen(int past, Set<Integer> roleless) {
    long now = System.nanoTime();
    withoutRoleSince.keySet().retainAll(roleless);
    roleless.forEach(pid -> withoutRoleSince.putIfAbsent(pid, now));
    long lasting =
        withoutRoleSince.values().stream().filter(since -> now - since > MOMENT_NANOS).count();
    mostPast = Math.max(mostPast, past);
    mostWithoutRole = Math.max(mostWithoutRole, (int) lasting);
    looks++;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
