// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to move one connection of a retired generation. On the ledger's thread, but for the
 * result, which comes from the thread of the attempt.
 */
final class HandOverTry {

  /** As often as the ledger looks at connections that drain. */
  private static final Duration SHORTEST_PAUSE = Ledger.DRAINING_TICK;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** A session that holds state, or a server without room, is asked so often in the time left. */
  private static final int SHARE = 10;

  private final ClockReading since;
  private final Duration left;
  private ClockReading last;
  private Duration pause = Duration.ZERO;
  private boolean running;
  private boolean over;
  private boolean told;
  private HandOverResult latest = HandOverResult.noSession("no new session was opened for it yet");
  private volatile @Nullable HandOverResult result;
  private @Nullable ClockReading noticed;
  private @Nullable Runnable withdraw;

  /**
   * Begins at {@code now}.
   *
   * @param left how long the connection may be used
   */
  HandOverTry(ClockReading now, Duration left) {
    since = now;
    last = now;
    this.left = left;
  }

  /** Returns whether an attempt is due at {@code now}. */
  boolean isDue(ClockReading now) {
    return !over && !running && now.since(last).compareTo(pause) >= 0;
  }

  /** Returns whether the connection is to be moved without waiting for quiet. */
  boolean isHurried(ClockReading now) {
    return now.since(since).compareTo(left.dividedBy(4)) >= 0;
  }

  /** Returns whether the holder is to be asked to let go, beside the attempts. */
  boolean isOverdue(ClockReading now) {
    return now.since(since).compareTo(left.dividedBy(2)) >= 0;
  }

  void begin() {
    result = null;
    running = true;
  }

  /** An attempt has ended; on its thread. */
  void ended(HandOverResult with) {
    result = with;
  }

  /**
   * Returns what an attempt came to, once; null while there is none. The next attempt is then due
   * after a pause; there is none for a connection that is pinned.
   *
   * @param leftNow how long the connection may be used
   */
  @Nullable HandOverResult take(ClockReading now, Duration leftNow) {
    HandOverResult ended = result;
    if (!running || ended == null) {
      return null;
    }
    running = false;
    latest = ended;
    over = ended.kind() == HandOverResult.HandOverKind.PINNED;
    boolean soon = ended.isBusy() && !isHurried(now); // There was no login for it.
    last = now;
    pause = soon ? SHORTEST_PAUSE : pause(leftNow);
    return ended;
  }

  /** Returns what the latest attempt came to; that there is no session while none has ended. */
  HandOverResult latest() {
    return latest;
  }

  private static Duration pause(Duration left) {
    Duration share = left.dividedBy(SHARE);
    Duration bounded = share.compareTo(LONGEST_PAUSE) < 0 ? share : LONGEST_PAUSE;
    return bounded.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : bounded;
  }

  /**
   * Says that the lease has ended, and that the holder learns of it at its next statement.
   *
   * @param withdrawing lets statements go on as ever
   */
  void awaitNotice(ClockReading now, Runnable withdrawing) {
    noticed = now;
    withdraw = withdrawing;
  }

  /** Returns, once, that the holder has executed no statement for so long. */
  boolean isNoticeOverdue(ClockReading now, Duration notice) {
    ClockReading since = noticed;
    boolean overdue = since != null && now.since(since).compareTo(notice) >= 0;
    noticed = overdue ? null : since;
    return overdue;
  }

  /** Returns whether the holder learns of the end, or has learned of it. */
  boolean hasNotice() {
    return withdraw != null;
  }

  /** The connection is closed. */
  void endNotice() {
    Runnable withdrawing = withdraw;
    if (withdrawing != null) {
      withdraw = null;
      withdrawing.run();
    }
  }

  /** Returns whether it is said for the first time that the connection cannot be moved. */
  boolean tell() {
    boolean first = !told;
    told = true;
    return first;
  }
}
