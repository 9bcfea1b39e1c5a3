// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients of a pool, of which most connections are idle. Six ask short queries with a pause. Two
 * ask queries of a tenth of a second, without a pause. Arguments: URL, user, password, connections.
 *
 * <p>The request {@code mark} waits until the pool is full, and then a while, and counts anew. The
 * request {@code report} waits until nothing has failed for a while. It answers with four numbers:
 *
 * <ul>
 *   <li>{@code FAILED}: the statements that have failed since;
 *   <li>{@code EXECUTING}: the statements that were executing when the first statement failed;
 *   <li>{@code LAST}: the nanoseconds from then to the end of the last statement that failed;
 *   <li>{@code SERVED}: the nanoseconds from then until each client has a connection on which its
 *       statement succeeds.
 * </ul>
 */
public final class PoolClients {

  private static final int CLIENTS = 8;
  private static final int SLOW_CLIENTS = 2;
  private static final String SHORT = "SELECT count(*) FROM pg_class";
  private static final String LONG = "SELECT pg_sleep(0.1)";
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** A connection that is less than a second old goes only when it is a second old. */
  private static final long OLD_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final HikariDataSource pool;
  private final AtomicInteger executing = new AtomicInteger();
  private final boolean[] waiting = new boolean[CLIENTS];
  private int failed;
  private int executingThen;
  private long firstAt;
  private long lastAt;
  private long servedAt;

  private PoolClients(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Obeys until standard input ends. */
  public static void main(String[] arguments) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setPassword(arguments[2]);
    config.setMaximumPoolSize(Integer.parseInt(arguments[3]));
    PoolClients clients = new PoolClients(new HikariDataSource(config));
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      Thread thread = new Thread(() -> clients.run(number), "client-" + number);
      thread.setDaemon(true);
      thread.start();
    }
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      System.out.println(line.equals("mark") ? clients.mark() : clients.report());
    }
  }

  private String mark() {
    while (pool.getHikariPoolMXBean().getTotalConnections() < pool.getMaximumPoolSize()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    for (long end = System.nanoTime() + OLD_NANOS; System.nanoTime() < end; ) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    synchronized (this) {
      failed = 0;
    }
    return "marked";
  }

  private String report() {
    while (!isQuiet()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    synchronized (this) {
      return failed + " " + executingThen + " " + (lastAt - firstAt) + " " + (servedAt - firstAt);
    }
  }

  /** Returns whether each client has been served again, and the last failure was a while ago. */
  private synchronized boolean isQuiet() {
    boolean quiet = failed > 0 && System.nanoTime() - lastAt > QUIET_NANOS;
    for (boolean waits : waiting) {
      quiet &= !waits;
    }
    return quiet;
  }

  private void run(int number) {
    boolean slow = number < SLOW_CLIENTS;
    while (true) {
      query(number, slow ? LONG : SHORT);
      if (!slow) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void query(int number, String sql) {
    boolean asked = false;
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      executing.incrementAndGet();
      asked = true;
      long begun = System.nanoTime();
      statement.execute(sql);
      served(number, begun);
    } catch (SQLException e) {
      failed(number);
    } finally {
      if (asked) {
        executing.decrementAndGet();
      }
    }
  }

  private synchronized void served(int number, long begun) {
    if (waiting[number]) {
      waiting[number] = false;
      servedAt = Math.max(servedAt, begun);
    }
  }

  private synchronized void failed(int number) {
    lastAt = System.nanoTime();
    if (failed++ == 0) {
      firstAt = lastAt;
      servedAt = lastAt;
      executingThen = executing.get();
      Arrays.fill(waiting, true);
    }
    waiting[number] = true;
  }
}
