// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A connection that is about to be moved. The threads that use it are noticed; in a hurry, those
 * that have left no pause wait between two transactions, until it is closed.
 */
final class RequestedSession implements AutoCloseable {

  /**
   * Longer than the question and the exchange take; then the thread waits for the driver's lock.
   */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Most threads leave a pause by then that is long enough: they need not wait. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long LOOK_MILLIS = 5;

  private final Connection live;
  private final PostgresSession session;
  private final SessionActivity activity;
  private final boolean hurried;
  private final Consumer<RequestedSession> ended;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread mover = Thread.currentThread();
  private final long begun = System.nanoTime();
  private volatile boolean used;
  private volatile long answeredAt;

  /**
   * Begins to notice threads, for the one that moves the connection.
   *
   * @param hurried whether they are to wait, if they leave no pause
   */
  RequestedSession(
      Connection live, SessionActivity activity, boolean hurried, Consumer<RequestedSession> ended)
      throws ReflectiveOperationException {
    this.live = live;
    this.session = PostgresSession.of(live);
    this.activity = activity;
    this.hurried = hurried;
    this.ended = ended;
  }

  boolean isOf(Object connection) {
    return live == connection;
  }

  /** Notices from now on whether the connection is used. */
  void watch() {
    used = false;
    answeredAt = activity.answeredAt();
  }

  /** Returns whether a thread has come, or the server answered, since it was watched. */
  boolean isUsed() {
    return used || activity.answeredAt() != answeredAt;
  }

  /** Returns whether threads wait from now on. */
  boolean holdsUp() {
    return hurried && System.nanoTime() - begun >= PAUSE_NANOS;
  }

  /** A call of a statement has begun; on the application's thread. */
  void entered() throws ReflectiveOperationException {
    if (!holdsUp() || !hasGivenWay()) {
      used = true;
    }
  }

  /** Waits until the connection is moved or is not to be, if it is in no transaction. */
  private boolean hasGivenWay() throws ReflectiveOperationException {
    LockSupport.unpark(mover);
    long came = System.nanoTime();
    boolean waits = true;
    while (waits && !session.isBusy() && System.nanoTime() - came < LONGEST_WAIT_NANOS) {
      try {
        waits = !over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return !waits;
  }

  @Override
  public void close() {
    ended.accept(this);
    over.countDown();
  }
}
