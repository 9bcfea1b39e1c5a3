// SPDX-License-Identifier: Apache-2.0
package com.example.batch;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and writes orders until its time is over, then prints how many queries it made and how many
 * failed.
 */
public final class OrdersBatch {

  private final Settings settings;
  private final OrdersTable orders;
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private OrdersBatch(Settings settings) {
    this.settings = settings;
    this.orders = new OrdersTable(settings.url(), settings.user(), settings.password());
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Settings settings = Settings.load(args);
    OrdersBatch batch = new OrdersBatch(settings);
    batch.run();
    System.out.println("queries=" + batch.done.get() + " failed=" + batch.failed.get());
    System.exit(batch.failed.get() == 0 ? 0 : 1);
  }

  private void run() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
    for (int i = 0; i < settings.threads(); i++) {
      pool.execute(() -> work(end));
    }
    pool.shutdown();
    pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  private void work(long end) {
    while (settings.seconds() == 0 || System.nanoTime() < end) {
      long turn = started.getAndIncrement();
      if (settings.queries() > 0 && turn >= settings.queries()) {
        return;
      }
      query(turn);
    }
  }

  private void query(long turn) {
    try {
      if (turn % 10 == 0) {
        orders.insert("batch", "article " + turn % 100, 1);
      } else {
        orders.count("batch");
      }
      done.incrementAndGet();
    } catch (SQLException e) {
      failed.incrementAndGet();
      System.out.println("FAILED " + e.getSQLState() + " " + e.getMessage());
    }
  }
}
