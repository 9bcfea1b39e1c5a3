// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Queries at a steady pace from several threads. Arguments: URL, user, password, file for the
 * samples.
 *
 * <p>Each thread begins its queries at fixed times, and a query's time counts from then. So a pause
 * is charged to all queries that it kept waiting.
 */
public final class Load {

  private static final int THREADS = 4;
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  private static volatile boolean stopped;

  private final HikariDataSource pool;
  private final long epochNanos =
      TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
  private long[] samples = new long[1 << 16];
  private int size;
  private int failed;

  private Load(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Runs until a byte comes on standard input; then writes the file and prints the failures. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(arguments[0]);
    config.setUsername(arguments[1]);
    config.setPassword(arguments[2]);
    config.setMaximumPoolSize(2 * THREADS);
    HikariDataSource pool = new HikariDataSource(config);
    List<Load> loads = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Load load = new Load(pool);
      loads.add(load);
      threads.add(new Thread(load::run, "load-" + i));
    }
    threads.forEach(Thread::start);
    System.out.println("ready");
    int ignored = System.in.read();
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    write(Path.of(arguments[3]), loads);
    System.out.println(loads.stream().mapToInt(load -> load.failed).sum());
  }

  private void run() {
    long due = System.nanoTime();
    while (!stopped) {
      due += PERIOD_NANOS;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      query();
      add(epochNanos + due, System.nanoTime() - due);
    }
  }

  private void query() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT count(*) FROM pg_class");
    } catch (SQLException e) {
      failed++;
    }
  }

  private void add(long atNanos, long tookNanos) {
    if (size == samples.length) {
      samples = Arrays.copyOf(samples, 2 * size);
    }
    samples[size++] = atNanos;
    samples[size++] = tookNanos;
  }

  private static void write(Path file, List<Load> loads) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (Load load : loads) {
        for (int i = 0; i < load.size; i++) {
          out.writeLong(load.samples[i]);
        }
      }
    }
  }
}
