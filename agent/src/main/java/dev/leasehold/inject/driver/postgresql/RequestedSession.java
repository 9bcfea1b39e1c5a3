// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A connection that is about to be moved in a hurry: the threads that use it wait between two
 * transactions, until it is closed.
 */
final class RequestedSession implements AutoCloseable {

  /**
   * Longer than the question and the exchange take; then the thread waits for the driver's lock.
   */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final Connection live;
  private final PostgresSession session;
  private final Consumer<RequestedSession> ended;
  private volatile boolean open = true;

  RequestedSession(Connection live, PostgresSession session, Consumer<RequestedSession> ended) {
    this.live = live;
    this.session = session;
    this.ended = ended;
  }

  boolean isOf(Object connection) {
    return live == connection;
  }

  /** Waits until the connection is moved or is not to be, if it is in no transaction. */
  void giveWay() throws ReflectiveOperationException {
    long begun = System.nanoTime();
    while (open
        && !session.isBusy()
        && System.nanoTime() - begun < LONGEST_WAIT_NANOS
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    open = false;
    ended.accept(this);
  }
}
