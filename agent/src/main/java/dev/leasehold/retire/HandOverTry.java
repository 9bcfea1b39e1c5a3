// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to move one connection of a retired generation. On the ledger's thread, but for two
 * results. The result of an attempt comes from the thread of the attempt, and any thread may ask
 * for the latest result.
 */
final class HandOverTry {

  /** As often as the ledger looks at connections that drain. */
  private static final Duration SHORTEST_PAUSE = Ledger.DRAINING_TICK;

  private static final Duration LONGEST_FIRST_PAUSE = Duration.ofSeconds(10);

  /** The pause after the first login in vain is such a part of the time left. */
  private static final int SHARE = 10;

  /** In so many steps of equal length quiet gets shorter, before none is asked for. */
  private static final int QUIET_STEPS = 8;

  /** Of the time that was left, such a part is waited for quiet. */
  private static final int QUIET_SHARE = 4;

  /** After these a first pause of 250 ms is longer than a day. */
  private static final int MOST_DOUBLINGS = 20;

  private final ClockReading since;
  private final Duration left;
  private ClockReading last;
  private Duration pause = Duration.ZERO;
  private boolean running;
  private boolean hurried;
  private boolean over;
  private boolean expedited;
  private int doublings;
  private boolean told;
  private volatile HandOverResult latest;
  private volatile @Nullable HandOverResult result;
  private @Nullable ClockReading noticed;
  private @Nullable Runnable withdraw;

  /**
   * Begins at {@code now}.
   *
   * @param left the time for which the connection may be used
   */
  HandOverTry(ClockReading now, Duration left) {
    this(now, left, HandOverResult.noSession("no new session was opened for it yet"));
  }

  private HandOverTry(ClockReading now, Duration left, HandOverResult begun) {
    since = now;
    last = now;
    this.left = left;
    latest = begun;
  }

  /**
   * Returns that of a connection whose deadline has come without an attempt.
   *
   * @param leftToPool whether its pool was told to let it go
   */
  static HandOverTry none(ClockReading now, boolean leftToPool) {
    HandOverTry none =
        leftToPool
            ? new HandOverTry(now, Duration.ZERO, HandOverResult.TOLD)
            : new HandOverTry(now, Duration.ZERO);
    none.told = true; // It is too late to say it beforehand.
    return none;
  }

  /**
   * Returns whether an attempt is due at {@code now}. The last attempts follow each other in halves
   * of the time that was left.
   *
   * @param leftNow the time for which the connection may be used
   */
  boolean isDue(ClockReading now, Duration leftNow) {
    return !over && !running && now.since(last).compareTo(shorter(pause, leftNow)) >= 0;
  }

  /** The generation is to go at once: an attempt is due, and pauses begin anew. */
  void expedite() {
    if (!expedited) {
      expedited = true;
      pause = Duration.ZERO;
      doublings = 0;
    }
  }

  /** Returns whether the connection is to be moved without waiting for quiet. */
  boolean isHurried(ClockReading now) {
    return now.since(since).compareTo(left.dividedBy(QUIET_SHARE)) >= 0;
  }

  /**
   * Returns the time for which the connection must not have been used, while that is waited for.
   * With each step it is half as long, so that pauses of all lengths have as much time to be met.
   *
   * @param atFirst that time before the first step
   */
  Duration quiet(ClockReading now, Duration atFirst) {
    Duration step = left.dividedBy(QUIET_SHARE * QUIET_STEPS);
    Duration quiet = atFirst;
    for (int i = 1; i < QUIET_STEPS && now.since(since).compareTo(step.multipliedBy(i)) >= 0; i++) {
      quiet = quiet.dividedBy(2);
    }
    return quiet;
  }

  /** Returns whether the holder is to be asked to let go, beside the attempts. */
  boolean isOverdue(ClockReading now) {
    return now.since(since).compareTo(left.dividedBy(2)) >= 0;
  }

  /**
   * An attempt is about to begin.
   *
   * @param inHurry whether it logs in for a connection that is in use
   */
  void begin(boolean inHurry) {
    result = null;
    running = true;
    hurried = inHurry;
  }

  /** An attempt has ended; on its thread. */
  void ended(HandOverResult with) {
    result = with;
  }

  /**
   * Returns the result of an attempt, once; null while there is none. The next attempt is then due
   * after a pause, which doubles with each login; there is none for a connection that is pinned.
   *
   * @param leftNow the time for which the connection may be used
   */
  @Nullable HandOverResult take(ClockReading now, Duration leftNow) {
    HandOverResult ended = result;
    if (!running || ended == null) {
      return null;
    }
    running = false;
    boolean unchanged = ended == latest && ended.holdsUntilAnswered();
    boolean withoutLogin = unchanged || ended == HandOverResult.NO_NEWER;
    boolean loggedIn = !withoutLogin && (hurried || ended != HandOverResult.BUSY);
    latest = ended;
    over = ended.kind() == HandOverResult.HandOverKind.PINNED;
    last = now;
    pause = loggedIn || withoutLogin ? pause(leftNow, loggedIn ? doublings : 0) : SHORTEST_PAUSE;
    doublings = Math.min(loggedIn ? doublings + 1 : doublings, MOST_DOUBLINGS);
    return ended;
  }

  /**
   * Returns the result of the latest attempt; while none has ended, the result that there is no
   * session. On any thread.
   */
  HandOverResult latest() {
    return latest;
  }

  private static Duration pause(Duration left, int doublings) {
    Duration first = shorter(left.dividedBy(SHARE), LONGEST_FIRST_PAUSE);
    Duration bounded = first.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : first;
    return bounded.multipliedBy(1L << doublings);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
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
