// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a database a question every few milliseconds, on a connection and a thread of its own. The
 * question is prepared, so that the server plans it once. While the server is away there is nothing
 * to see, and it looks on when it is back. Safe for many threads.
 */
public final class Watch implements AutoCloseable {

  private static final long PAUSE_MILLIS = 20;
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** Opens a connection that may see everything. */
  @FunctionalInterface
  public interface Opening {
    Connection open() throws SQLException;
  }

  /** One look at the answer, on the watch's thread. */
  @FunctionalInterface
  public interface Look {
    void at(ResultSet answer) throws SQLException;
  }

  private final Opening opening;
  private final String question;
  private final Look look;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "watch");
  private final AtomicLong looks = new AtomicLong();

  private Watch(Opening opening, String question, Look look) {
    this.opening = opening;
    this.question = question;
    this.look = look;
  }

  /** Begins to look. */
  public static Watch start(Opening opening, String question, Look look) {
    Watch watch = new Watch(opening, question, look);
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
        PreparedStatement statement = connection.prepareStatement(question)) {
      while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        try (ResultSet answer = statement.executeQuery()) {
          look.at(answer);
        }
        looks.incrementAndGet();
      }
    } catch (SQLException away) {
      // A caller that asks for counts waits for the next look.
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
