// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks at a database every few milliseconds, on a connection of its own and a thread of its own.
 * While the server is away there is nothing to see, and it looks on when it is back. Safe for many
 * threads.
 */
public final class Watch implements AutoCloseable {

  private static final long PAUSE_MILLIS = 20;
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** Opens a connection that may see everything. */
  @FunctionalInterface
  public interface Opening {
    Connection open() throws SQLException;
  }

  /** One look, on the watch's thread. */
  @FunctionalInterface
  public interface Look {
    void at(Statement statement) throws SQLException;
  }

  private final Opening opening;
  private final Look look;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "watch");
  private final AtomicLong looks = new AtomicLong();

  private Watch(Opening opening, Look look) {
    this.opening = opening;
    this.look = look;
  }

  /** Begins to look. */
  public static Watch start(Opening opening, Look look) {
    Watch watch = new Watch(opening, look);
    watch.thread.start();
    return watch;
  }

  /** Waits until a look has ended that began after this call. */
  public void again() {
    long before = looks.get();
    Eventually.holds("a look at the database", BOUND, () -> looks.get() > before + 1);
  }

  private void watch() {
    try {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        watchUntilBroken();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void watchUntilBroken() throws InterruptedException {
    try (Connection connection = opening.open();
        Statement statement = connection.createStatement()) {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        look.at(statement);
        looks.incrementAndGet();
      }
    } catch (SQLException away) {
      // Whoever asks what was seen waits for the next look.
    }
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
