// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Places orders on the two connections of a HikariCP until SIGTERM, and ends in good order, as a
 * service in a pod does. The customer is the pod: {@code HOSTNAME}.
 *
 * <p>Its one argument is the URL. It opens port 8080 when the first order is placed. It prints a
 * line for each order that failed, each second {@code queries=N failed=N}, and the same with {@code
 * ended} at the end. Where {@code ALLOCATE_ONCE} names a file that is not there, it makes the file
 * and takes memory until it is killed.
 */
public final class SteadyOrders {

  private static final int WORKERS = 2;
  private static final int READY_PORT = 8080;
  private static final long PAUSE_MILLIS = 100;
  private static final long PATIENCE_MILLIS = 120_000;
  private static final long ALLOCATE_AFTER_SECONDS = 5;
  private static final int PIECE = 1 << 20;
  private static final String PLACE =
      "INSERT INTO orders (customer, article, quantity) VALUES (?, 'tea', 1)";

  private final HikariDataSource pool = new HikariDataSource();
  private final String customer;
  private final AtomicLong placed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  private SteadyOrders(String url, String customer) {
    this.customer = customer;
    pool.setJdbcUrl(url);
    pool.setUsername("steady");
    pool.setPassword("static");
    pool.setMaximumPoolSize(WORKERS);
    pool.setConnectionTimeout(PATIENCE_MILLIS);
  }

  /** Runs until SIGTERM. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SteadyOrders orders = new SteadyOrders(arguments[0], System.getenv("HOSTNAME"));
    Runtime.getRuntime().addShutdownHook(new Thread(orders::end, "end"));
    orders.begin();
    orders.first.await();
    orders.start(SteadyOrders::beReady);
    orders.allocate();
  }

  private void begin() {
    start(this::report);
    for (int i = 0; i < WORKERS; i++) {
      threads.add(start(this::work));
    }
  }

  private Thread start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    return thread;
  }

  private void work() throws InterruptedException {
    do {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(PLACE)) {
        statement.setString(1, customer);
        statement.executeUpdate();
        placed.incrementAndGet();
        first.countDown();
      } catch (SQLException e) {
        failed.incrementAndGet();
        System.out.println("failed: " + e.getSQLState() + " " + e.getMessage());
      }
    } while (!stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void report() throws InterruptedException {
    while (!stopping.await(1, TimeUnit.SECONDS)) {
      System.out.println(tally());
    }
  }

  private String tally() {
    return "queries=" + placed + " failed=" + failed;
  }

  private static void beReady() throws IOException {
    try (ServerSocket socket = new ServerSocket(READY_PORT)) {
      while (true) {
        socket.accept().close();
      }
    }
  }

  private void allocate() throws IOException, InterruptedException {
    String mark = System.getenv("ALLOCATE_ONCE");
    if (mark == null || mark.isEmpty()) {
      return;
    }
    Path file = Paths.get(mark);
    if (Files.exists(file) || stopping.await(ALLOCATE_AFTER_SECONDS, TimeUnit.SECONDS)) {
      return;
    }
    Files.createFile(file);
    List<byte[]> taken = new ArrayList<>();
    while (stopping.getCount() > 0) {
      taken.add(new byte[PIECE]);
    }
  }

  private void end() {
    stopping.countDown();
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
    System.out.println(tally() + " ended");
  }

  /** The work of a thread. */
  @FunctionalInterface
  private interface Task {
    void run() throws IOException, InterruptedException;
  }
}
