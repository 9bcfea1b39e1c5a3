// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import java.sql.Connection;

/**
 * Ends connections at the deadline of their lease. A connection whose sessions can be replaced, and
 * that stayed, may hold a lock. Where the margin leaves time for that, its holder learns of the end
 * at its next statement. The session ends only then, so that no other session has the lock before.
 */
final class DeadlineAborts {

  private final RetireThreads executor;
  private final LeaseClock clock;
  private final Runnable wake;

  /**
   * Makes the aborts, none of which has begun.
   *
   * @param wake has the ledger look at its connections
   */
  DeadlineAborts(RetireThreads executor, LeaseClock clock, Runnable wake) {
    this.executor = executor;
    this.clock = clock;
    this.wake = wake;
  }

  /** Ends a connection of a group whose deadline has come. On the ledger's thread. */
  void end(TrackedConnection entry, GenerationConnections due) {
    if (!entry.end(due)) {
      return;
    }
    try {
      if (!isToBeTold(entry, due)) {
        abortSoon(entry);
      }
    } catch (OutOfMemoryError full) {
      entry.endAgain();
      throw full;
    }
  }

  /** Where its role may be gone, its session is to end as soon. Nobody is told a second time. */
  private boolean isToBeTold(TrackedConnection entry, GenerationConnections due) {
    HandOver handOver = entry.handOver();
    Connection live = entry.jdbc();
    if (due.generation().mayBeGone() || handOver == null || live == null) {
      return false;
    }
    HandOverTry attempts = attempts(entry);
    if (attempts.hasNotice()) {
      return false;
    }
    Runnable withdraw =
        handOver.tellOfEnd(live, due.generation(), attempts.latest(), () -> abortSoon(entry));
    if (withdraw != null) {
      attempts.awaitNotice(clock.now(), withdraw);
    }
    return withdraw != null;
  }

  /** The borrower of a connection of a pool that was told to let go may hold a lock as well. */
  private HandOverTry attempts(TrackedConnection entry) {
    HandOverTry attempts = entry.handOverTry();
    if (attempts == null) {
      attempts = HandOverTry.none(clock.now(), entry.isLeftToPool());
      entry.tryHandOver(attempts);
    }
    return attempts;
  }

  /** Ends a connection whose holder has not executed a statement for as long as there is time. */
  void look(TrackedConnection entry, ClockReading now) {
    HandOver handOver = entry.handOver();
    HandOverTry attempts = entry.handOverTry();
    if (handOver != null && attempts != null && attempts.isNoticeOverdue(now, handOver.notice())) {
      abortSoon(entry);
    }
  }

  private void abortSoon(TrackedConnection entry) {
    try {
      executor.execute(() -> abort(entry));
    } catch (OutOfMemoryError full) {
      entry.endAgain();
      throw full;
    }
  }

  private void abort(TrackedConnection entry) {
    try {
      entry.abort(executor);
    } catch (OutOfMemoryError full) {
      entry.endAgain();
    }
    wake.run();
  }

  /** Nothing is executed on it any more: only now may its statements be told the driver's way. */
  static void closed(TrackedConnection entry) {
    HandOverTry attempts = entry.handOverTry();
    if (attempts != null) {
      attempts.endNotice();
    }
  }
}
