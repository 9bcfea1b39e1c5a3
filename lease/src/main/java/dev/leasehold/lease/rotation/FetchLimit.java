// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A limit for credentials that are fetched because targets reject them, or read because the source
 * has changed to one that they reject: at most ten in any minute of each, whatever the targets and
 * the source do, as a fetch makes a role and a read a failed login. The breaker alone allows six,
 * but each credential that is taken resets it. Not safe for many threads.
 */
final class FetchLimit {

  static final int MOST = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final LeaseClock clock;
  private final Deque<ClockReading> fetches = new ArrayDeque<>(MOST);

  FetchLimit(LeaseClock clock) {
    this.clock = clock;
  }

  /** Returns how long to wait before the next one. */
  Duration untilNext() {
    if (fetches.size() < MOST) {
      return Duration.ZERO;
    }
    Duration left = WINDOW.minus(clock.now().since(fetches.getFirst()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns whether none was counted within the last minute. */
  boolean isIdle() {
    ClockReading last = fetches.peekLast();
    return last == null || clock.now().since(last).compareTo(WINDOW) >= 0;
  }

  /** Counts one. */
  void count() {
    if (fetches.size() == MOST) {
      fetches.removeFirst();
    }
    fetches.addLast(clock.now());
  }
}
