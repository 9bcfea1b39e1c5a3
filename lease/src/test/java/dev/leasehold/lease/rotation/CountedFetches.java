// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The fetches of a history within the last minute. There may be at most as many as the bucket
 * holds, and as many as it gets back meanwhile.
 */
final class CountedFetches {

  /** A first fetch, and a fetch in place of a lease that has ended. */
  private static final int OTHERS = 2;

  private static final int BACK_IN_A_MINUTE = (int) FetchLimit.ALL.dividedBy(FetchLimit.EACH);

  private final VirtualClock clock;
  private final Deque<ClockReading> fetched = new ArrayDeque<>();
  private final Deque<ClockReading> asked = new ArrayDeque<>();

  CountedFetches(VirtualClock clock) {
    this.clock = clock;
  }

  /** Counts a fetch. */
  void fetched() {
    fetched.add(clock.now());
  }

  /** Allows one more fetch, as somebody asks for a rotation. */
  void asked() {
    asked.add(clock.now());
  }

  /**
   * Returns whether no target may cause another fetch now, if the first fetches were not counted.
   */
  boolean areUsedUp() {
    return within(fetched) - within(asked) >= FetchLimit.MOST;
  }

  void check() {
    assertThat(within(fetched) - within(asked))
        .as("fetched in a minute but for those that were asked for")
        .isLessThanOrEqualTo(FetchLimit.MOST + BACK_IN_A_MINUTE + OTHERS);
  }

  private int within(Deque<ClockReading> events) {
    events.removeIf(at -> clock.now().since(at).compareTo(FetchLimit.ALL) >= 0);
    return events.size();
  }
}
