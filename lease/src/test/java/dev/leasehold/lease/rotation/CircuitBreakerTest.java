// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private final CircuitBreaker breaker = new CircuitBreaker();

  @Test
  void waitsForNothingTwiceAndThenTwiceAsLongEachTimeUpTo32Seconds() {
    assertThat(waits(10)).containsExactly(0L, 0L, 2L, 4L, 8L, 16L, 32L, 32L, 32L, 32L);
  }

  @Test
  void beginsAnewOnceTheDatabaseHasTakenACredential() {
    assertThat(waits(5)).endsWith(8L);
    breaker.accepted();
    assertThat(breaker.rejections()).isZero();
    assertThat(waits(4)).containsExactly(0L, 0L, 2L, 4L);
  }

  @Test
  void waits32SecondsHoweverOftenItIsRejected() {
    assertThat(waits(1_000)).endsWith(32L, 32L);
    assertThat(breaker.rejections()).isEqualTo(1_000);
  }

  private List<Long> waits(int rejections) {
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < rejections; i++) {
      Duration wait = breaker.rejected();
      seconds.add(wait.getSeconds());
    }
    return seconds;
  }
}
