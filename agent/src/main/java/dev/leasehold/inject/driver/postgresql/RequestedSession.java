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
import java.util.function.LongSupplier;

/**
 * A connection that is about to be moved, by a thread of ours when it is in no use. In a hurry, a
 * thread that has left no pause moves it itself, at the beginning of a call. That takes it a
 * question to the server. It waits for another thread where the question is cancelled, for 10 s at
 * most.
 */
final class RequestedSession implements AutoCloseable {

  /** Most threads leave a pause of {@link HandOver#LEAST_QUIET} by then. */
  private static final long LONG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  /** Most others leave a short pause by then, and need not move it themselves. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** A short pause is met at its beginning, when most of it is left. */
  private static final Duration SHORT_QUIET = Duration.ofNanos(100_000);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * The pause after an answer of the server that may be another in a moment. It doubles with each
   * such answer: the question holds a thread that comes meanwhile.
   */
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Ends of prepared transactions after which a thread asks: some are of other roles' sessions. */
  private static final int MOST_ENDS = 32;

  private final Connection live;
  private final Duration quiet;
  private final Function<Duration, HandOverResult> attempt;
  private final Consumer<RequestedSession> ended;
  private final LongSupplier preparedEnds;
  private final LongSupplier nanos;
  private final ReentrantLock moving = new ReentrantLock();
  private final Thread mover = Thread.currentThread();
  private final long begun;
  private HandOverResult result = HandOverResult.BUSY;
  private long due;
  private long pause = FIRST_PAUSE_NANOS;
  private long endsAsked;
  private int askedAtEnds;

  /**
   * Begins to notice threads, for the thread that moves the connection.
   *
   * @param quiet the time for which it must not have been used; with zero they move it, if they
   *     leave no pause
   * @param attempt tries once to move it, if it has not been used for so long; for one thread at a
   *     time
   * @param preparedEnds counts the prepared transactions that were ended on any connection
   * @param nanos the clock, in nanoseconds as of {@link System#nanoTime}
   */
  RequestedSession(
      Connection live,
      Duration quiet,
      Function<Duration, HandOverResult> attempt,
      Consumer<RequestedSession> ended,
      LongSupplier preparedEnds,
      LongSupplier nanos) {
    this.live = live;
    this.quiet = quiet;
    this.attempt = attempt;
    this.ended = ended;
    this.preparedEnds = preparedEnds;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
    this.due = begun;
  }

  boolean isOf(Object connection) {
    return live == connection;
  }

  /**
   * Tries once, if another try is due and may have another result; returns the latest result. Tries
   * that ask the server nothing are always due.
   */
  HandOverResult tryOnce() {
    moving.lock();
    try {
      return tried(false);
    } finally {
      moving.unlock();
    }
  }

  private HandOverResult tried(boolean atOnce) {
    boolean isDue = nanos.getAsLong() - due >= 0;
    if (result.isPassing() && (isDue || atOnce)) {
      long ends = preparedEnds.getAsLong();
      result = attempt.apply(quietNow());
      if (result != HandOverResult.BUSY) { // The server was asked for that.
        endsAsked = ends;
        askedAtEnds += isDue ? 0 : 1;
        due = nanos.getAsLong() + pause;
        pause = isDue ? Math.min(2 * pause, LONGEST_PAUSE_NANOS) : pause;
      }
    }
    return result;
  }

  /** Returns the time until the next try, in nanoseconds. */
  long lookNanos() {
    return quietNow().equals(SHORT_QUIET) ? SHORT_QUIET.toNanos() : LOOK_NANOS;
  }

  private boolean mayAskAtAnEnd() {
    return askedAtEnds < MOST_ENDS && preparedEnds.getAsLong() != endsAsked;
  }

  /** Returns the quiet that is asked for now; in a hurry it gets shorter. */
  private Duration quietNow() {
    long gone = nanos.getAsLong() - begun;
    if (!quiet.isZero() || gone >= PAUSE_NANOS) {
      return quiet;
    }
    return gone < LONG_PAUSE_NANOS ? HandOver.LEAST_QUIET : SHORT_QUIET;
  }

  /**
   * A call of a statement has begun; on the application's thread. Waits for no other attempt. It is
   * bound by the pause until another prepared transaction has ended, for so many of them. A
   * transaction manager that leaves no pause prepares the next transaction before that pause is
   * over.
   */
  void entered() {
    if (!quietNow().isZero() || !moving.tryLock()) {
      return;
    }
    try {
      if (!tried(mayAskAtAnEnd()).isPassing()) {
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
      result = last.isPassing() ? HandOverResult.CLOSED : last;
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
