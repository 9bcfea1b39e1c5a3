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
        suspicions.passed();
      }
      clock.advance(Duration.ofMillis(250));
    }
    assertThat(looks).as("in a minute").isEqualTo(12);
  }

  @Test
  void oneThatComesSoonAfterALookIsLookedIntoWhenThePauseIsOver() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    suspicions.look(Suspicion.failedAt(PRIMARY, "57P01"));
    suspicions.passed();
    clock.advance(Duration.ofSeconds(1));
    Suspicion soon = Suspicion.failedAt(PRIMARY, "42501");
    suspicions.add(soon);
    assertThat(suspicions.due()).isNull();
    clock.advance(Duration.ofSeconds(4));
    assertThat(suspicions.due()).isSameAs(soon);
  }

  /** A database that cannot be asked for an hour, and an application at rest. */
  @Test
  void aFailureIsLookedIntoUntilATargetAnswersLessAndLessOften() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    Suspicion failure = Suspicion.failedAt(PRIMARY, "42501");
    suspicions.add(failure);
    int looks = 0;
    for (int second = 0; second < 3600; second++) {
      Suspicion due = suspicions.due();
      if (due != null) {
        looks++;
        assertThat(due).isSameAs(failure);
        suspicions.look(due);
        assertThat(suspicions.failed()).isSameAs(failure);
      }
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(looks).isBetween(60, 65);
    clock.advance(Suspicions.LONGEST_PAUSE);
    suspicions.look(failure);
    suspicions.passed();
    clock.advance(Suspicions.LONGEST_PAUSE);
    assertThat(suspicions.due()).isNull();
  }

  @Test
  void anotherFailureEndsTheLongPauseOfOneThatNoTargetAnswered() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    suspicions.look(Suspicion.failedAt(PRIMARY, "42501"));
    assertThat(suspicions.failed()).isNotNull();
    clock.advance(Suspicions.PAUSE);
    assertThat(suspicions.due()).isNull();
    suspicions.add(Suspicion.failedAt(PRIMARY, "08006"));
    assertThat(suspicions.due()).isNotNull();
  }
}
