// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FetchLimitTest {

  private final VirtualClock clock = new VirtualClock();
  private final FetchLimit limit = new FetchLimit(clock);

  @Test
  void letsTenPassAtOnceAndThenOneEverySixSeconds() {
    assertThat(passing()).isEqualTo(10);
    assertThat(limit.untilNext()).isEqualTo(Duration.ofSeconds(6));
    clock.advance(Duration.ofMillis(5_999));
    assertThat(passing()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(passing()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(18));
    assertThat(passing()).isEqualTo(3);
    clock.advance(Duration.ofHours(1));
    assertThat(passing()).isEqualTo(10);
  }

  @Test
  void waitsNoLongerForThoseThatNobodyAskedAbout() {
    for (int i = 0; i < 100; i++) {
      limit.count();
    }
    assertThat(limit.untilNext()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void isIdleAMinuteAfterTheLastOne() {
    assertThat(limit.isIdle()).isTrue();
    limit.count();
    clock.advance(Duration.ofMillis(59_999));
    assertThat(limit.isIdle()).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(limit.isIdle()).isTrue();
  }

  /** So that no application is refused for longer than by "ten in any minute". */
  @Test
  void letsPassWhatTenInAnyMinuteWouldAndNoMoreThanTwentyInAnyMinute() {
    Random random = new Random(158);
    Deque<ClockReading> counted = new ArrayDeque<>();
    for (int i = 0; i < 20_000; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(random.nextInt(50) == 0 ? 90_000 : 4_000)));
      counted.removeIf(at -> clock.now().since(at).compareTo(Duration.ofMinutes(1)) >= 0);
      boolean passes = limit.untilNext().isZero();
      assertThat(passes || counted.size() >= 10).as("%s counted", counted.size()).isTrue();
      if (passes) {
        limit.count();
        counted.add(clock.now());
      }
      assertThat(counted).hasSizeLessThanOrEqualTo(20);
    }
  }

  private int passing() {
    int count = 0;
    while (limit.untilNext().isZero()) {
      limit.count();
      count++;
    }
    return count;
  }
}
