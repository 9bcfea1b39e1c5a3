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
import org.postgresql.PGConnection;

/**
 * Threads that keep a connection each, and execute a statement now and then. Arguments: URL, user,
 * password, threads, the longest pause between two statements in milliseconds, and a statement that
 * each executes first.
 */
public final class ConnectionHolders {

  /** The compiler has done its work by then. */
  private static final int WARM_UP = 200;

  private static volatile boolean stopped;

  private final Connection connection;
  private final long longestPauseNanos;
  private final List<Long> all = new ArrayList<>();
  private final Moves earliest = new Moves();
  private final Moves moves = new Moves();
  private int failed;

  /** The cost of moves of a connection, each in nanoseconds of a statement. */
  private static final class Moves {

    /** Of statements in whose time the connection got another session. */
    private final List<Long> met = new ArrayList<>();

    /** Of the first statements on sessions that the connection got in a pause. */
    private final List<Long> missed = new ArrayList<>();
  }

  private ConnectionHolders(Connection connection, long longestPauseNanos) {
    this.connection = connection;
    this.longestPauseNanos = longestPauseNanos;
  }

  /**
   * Runs until a byte comes on standard input. Prints how much longer than the median of its thread
   * a statement took, in microseconds. First come statements in whose time the connection got
   * another session. Then come first statements on a session that the connection got in a pause.
   * Then come both for the first move of each connection, which do not count before, and the number
   * of failures.
   */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    List<ConnectionHolders> holders = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long pause = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[4]));
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
      try (Statement statement = connection.createStatement()) {
        statement.execute(arguments[5]);
      }
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
    System.out.println(micros(holders, holder -> holder.moves.met));
    System.out.println(micros(holders, holder -> holder.moves.missed));
    System.out.println(micros(holders, holder -> holder.earliest.met));
    System.out.println(micros(holders, holder -> holder.earliest.missed));
    System.out.println(holders.stream().mapToInt(holder -> holder.failed).sum());
  }

  private long median() {
    return all.stream().sorted().skip(all.size() / 2).findFirst().orElseThrow();
  }

  private static String micros(
      List<ConnectionHolders> holders, Function<ConnectionHolders, List<Long>> which) {
    return holders.stream()
        .flatMap(
            holder -> {
              long median = holder.median();
              return which.apply(holder).stream().map(nanos -> nanos - median);
            })
        .map(each -> String.valueOf(each / 1_000))
        .collect(Collectors.joining(" "));
  }

  private void run() {
    try (Statement statement = connection.createStatement()) {
      PGConnection driver = connection.unwrap(PGConnection.class);
      long last = driver.getBackendPID();
      Moves counted = earliest;
      for (int i = 0; !stopped; i++) {
        long session = driver.getBackendPID();
        long begun = System.nanoTime();
        statement.execute("SELECT 1");
        long took = System.nanoTime() - begun;
        boolean met = driver.getBackendPID() != session;
        if (met || session != last) {
          (met ? counted.met : counted.missed).add(took);
          counted = moves;
        }
        if (i > WARM_UP) {
          all.add(took);
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
