// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Threads that keep a connection each, and execute a statement now and then. Arguments: URL, user,
 * password, threads, the longest pause between two statements in milliseconds.
 */
public final class ConnectionHolders {

  /** The compiler has done its work by then. */
  private static final int WARM_UP = 200;

  /** For so long after a move a statement counts as one of the time of a rotation. */
  private static final long ROTATION_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static volatile boolean stopped;
  private static volatile long lastMove = System.nanoTime() - ROTATION_NANOS;

  private final Connection connection;
  private final long longestPauseNanos;
  private final List<Long> rotating = new ArrayList<>();
  private final List<Long> resting = new ArrayList<>();
  private final List<Long> moved = new ArrayList<>();
  private final List<Long> first = new ArrayList<>();
  private int failed;

  private ConnectionHolders(Connection connection, long longestPauseNanos) {
    this.connection = connection;
    this.longestPauseNanos = longestPauseNanos;
  }

  /**
   * Runs until a byte comes on standard input. Prints, in microseconds, how long a statement took
   * longer than the median of its thread in whose time the connection got another session; then the
   * same of those that were the first on a session that the connection got in a pause. Then how
   * long statements took in the second after a move of any connection, and how long the rest did;
   * then how many failed.
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    List<ConnectionHolders> holders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long pause = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[4]));
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
      ConnectionHolders holder = new ConnectionHolders(connection, pause);
      holders.add(holder);
      threads.add(new Thread(holder::run, "holder-" + i));
    }
    threads.forEach(Thread::start);
    System.out.println("ready");
    int ignored = System.in.read();
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(micros(holders, holder -> holder.moved));
    System.out.println(micros(holders, holder -> holder.first));
    System.out.println(micros(holders.stream().flatMap(holder -> holder.rotating.stream())));
    System.out.println(micros(holders.stream().flatMap(holder -> holder.resting.stream())));
    System.out.println(holders.stream().mapToInt(holder -> holder.failed).sum());
  }

  private long median() {
    long size = rotating.size() + resting.size();
    return Stream.concat(rotating.stream(), resting.stream())
        .sorted()
        .skip(size / 2)
        .findFirst()
        .orElseThrow();
  }

  private static String micros(
      List<ConnectionHolders> holders, Function<ConnectionHolders, List<Long>> which) {
    return micros(
        holders.stream()
            .flatMap(
                holder -> {
                  long median = holder.median();
                  return which.apply(holder).stream().map(nanos -> nanos - median);
                }));
  }

  private static String micros(Stream<Long> nanos) {
    return nanos.map(each -> String.valueOf(each / 1_000)).collect(Collectors.joining(" "));
  }

  private void run() {
    try (Statement statement = connection.createStatement()) {
      PGConnection driver = connection.unwrap(PGConnection.class);
      long last = driver.getBackendPID();
      for (int i = 0; !stopped; i++) {
        long session = driver.getBackendPID();
        long begun = System.nanoTime();
        statement.execute("SELECT 1");
        long took = System.nanoTime() - begun;
        boolean met = driver.getBackendPID() != session;
        if (met || session != last) {
          lastMove = System.nanoTime();
          (met ? moved : first).add(took);
        }
        if (i > WARM_UP) {
          (System.nanoTime() - lastMove < ROTATION_NANOS ? rotating : resting).add(took);
        }
        last = driver.getBackendPID();
        pause();
      }
    } catch (SQLException e) {
      failed++;
    }
  }

  private void pause() {
    if (longestPauseNanos > 0) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longestPauseNanos));
    }
  }
}
