// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOver;
import dev.leasehold.retire.HandOverResult;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A connection that is about to be moved, by a thread of ours when it is in no use. In a hurry, a
 * thread that has left no pause moves it itself, at the beginning of a call. That takes it a
 * question to the server. It waits for another thread where the question is cancelled, for 5 s at
 * most.
 */
final class RequestedSession implements AutoCloseable {

  /** Most threads leave a pause by then, and need not do it. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Connection live;
  private final Duration quiet;
  private final Function<Duration, HandOverResult> attempt;
  private final Consumer<RequestedSession> ended;
  private final ReentrantLock moving = new ReentrantLock();
  private final Thread mover = Thread.currentThread();
  private final long begun = System.nanoTime();
  private HandOverResult result = HandOverResult.BUSY;

  /**
   * Begins to notice threads, for the thread that moves the connection.
   *
   * @param quiet the time for which it must not have been used; with zero they move it, if they
   *     leave no pause
   * @param attempt tries once to move it, if it has not been used for so long; for one thread at a
   *     time
   */
  RequestedSession(
      Connection live,
      Duration quiet,
      Function<Duration, HandOverResult> attempt,
      Consumer<RequestedSession> ended) {
    this.live = live;
    this.quiet = quiet;
    this.attempt = attempt;
    this.ended = ended;
  }

  boolean isOf(Object connection) {
    return live == connection;
  }

  /** Tries once, unless it is not to be tried again; returns the result of the attempts. */
  HandOverResult tryOnce() {
    moving.lock();
    try {
      return tried();
    } finally {
      moving.unlock();
    }
  }

  private HandOverResult tried() {
    if (result == HandOverResult.BUSY) {
      result = attempt.apply(isPauseAwaited() ? HandOver.LEAST_QUIET : quiet);
    }
    return result;
  }

  private boolean isPauseAwaited() {
    return quiet.isZero() && System.nanoTime() - begun < PAUSE_NANOS;
  }

  /** A call of a statement has begun; on the application's thread. Waits for no other attempt. */
  void entered() {
    if (!quiet.isZero() || isPauseAwaited() || !moving.tryLock()) {
      return;
    }
    try {
      if (tried() != HandOverResult.BUSY) {
        LockSupport.unpark(mover);
      }
    } finally {
      moving.unlock();
    }
  }

  /**
   * Ends the attempts, and waits for a thread that is moving it. Returns the attempts' result: that
   * thread may have moved it after the last attempt of the mover.
   */
  HandOverResult end() {
    ended.accept(this);
    moving.lock();
    try {
      HandOverResult last = result;
      result = last == HandOverResult.BUSY ? HandOverResult.CLOSED : last;
      return last;
    } finally {
      moving.unlock();
    }
  }

  @Override
  public void close() {
    end();
  }
}
