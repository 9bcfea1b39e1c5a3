// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.target.Target;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuspicionsTest {

  private static final Target PRIMARY = Target.of("primary", 5432, "orders");

  @Test
  void areLookedIntoOnceInFiveSecondsAtMost() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    int looks = 0;
    for (int i = 0; i < 240; i++) {
      suspicions.add(
          i % 2 == 0
              ? Suspicion.failedAt(PRIMARY, "57P01")
              : Suspicion.rejectedBy(PRIMARY, "28P01", true));
      Suspicion due = suspicions.due();
      if (due != null) {
        looks++;
        suspicions.look(due);
        assertThat(suspicions.end()).isSameAs(due);
      }
      clock.advance(Duration.ofMillis(250));
    }
    assertThat(looks).as("in a minute").isEqualTo(12);
  }
}
