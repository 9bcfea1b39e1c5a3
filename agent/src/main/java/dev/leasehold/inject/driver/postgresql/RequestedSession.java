// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOverResult;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A connection that is about to be moved, by a thread of ours when it is in no use. In a hurry, a
 * thread that has left no pause moves it itself, at the beginning of a call: that takes it a
 * question to the server, and no wait for another thread.
 */
final class RequestedSession implements AutoCloseable {

  /** Most threads leave a pause by then, and need not do it. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Connection live;
  private final boolean hurried;
  private final Supplier<HandOverResult> attempt;
  private final Consumer<RequestedSession> ended;
  private final ReentrantLock moving = new ReentrantLock();
  private final Thread mover = Thread.currentThread();
  private final long begun = System.nanoTime();
  private HandOverResult result = HandOverResult.BUSY;

  /**
   * Begins to notice threads, for the one that moves the connection.
   *
   * @param hurried whether they move it, if they leave no pause
   * @param attempt tries once to move it; for one thread at a time
   */
  RequestedSession(
      Connection live,
      boolean hurried,
      Supplier<HandOverResult> attempt,
      Consumer<RequestedSession> ended) {
    this.live = live;
    this.hurried = hurried;
    this.attempt = attempt;
    this.ended = ended;
  }

  boolean isOf(Object connection) {
    return live == connection;
  }

  /** Tries once, unless it is not to be tried again; returns what the attempts came to. */
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
      result = attempt.get();
    }
    return result;
  }

  /** A call of a statement has begun; on the application's thread. Waits for no other thread. */
  void entered() {
    if (!hurried || System.nanoTime() - begun < PAUSE_NANOS || !moving.tryLock()) {
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
   * Ends the attempts, and waits for a thread that is moving it. Returns what they came to: that
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
