// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuspicionsTest {

  private static final Target PRIMARY = Target.of("primary", 5432, "orders");
  private static final Target REPLICA = Target.of("replica", 5432, "orders");

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
      Suspicion due = suspicions.due(true);
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
    assertThat(suspicions.due(true)).isNull();
    clock.advance(Duration.ofSeconds(4));
    assertThat(suspicions.due(true)).isSameAs(soon);
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
      Suspicion due = suspicions.due(true);
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
    assertThat(suspicions.due(true)).isNull();
  }

  /** No failure comes anew: each look has the other target wait. */
  @Test
  void thePauseGrowsWhereSeveralTargetsSayNothing() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    suspicions.add(Suspicion.failedAt(PRIMARY, "42501"));
    suspicions.add(Suspicion.failedAt(REPLICA, "42501"));
    Set<Target> early = new HashSet<>();
    int looks = 0;
    for (int second = 0; second < 3600; second++) {
      Suspicion due = suspicions.due(true);
      if (due != null) {
        looks++;
        if (second <= Suspicions.PAUSE.toSeconds()) {
          early.add(due.at());
        }
        suspicions.look(due);
        assertThat(suspicions.failed()).isSameAs(due);
      }
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(looks).isBetween(60, 66);
    assertThat(early).as("without a longer pause").containsExactlyInAnyOrder(PRIMARY, REPLICA);
  }

  /** The word of a target that took the credential tells more than any number of failures. */
  @Test
  void whereTooManyWaitTheFirstThatWeighsLeastGivesWay() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    Suspicion loss = Suspicion.rejectedBy(PRIMARY, "28P01", true);
    suspicions.add(loss);
    for (int i = 0; i < 64; i++) {
      suspicions.add(Suspicion.failedAt(Target.of("db" + i, 5432, "orders"), "57P01"));
    }
    assertThat(suspicions.due(true)).isSameAs(loss);
    Suspicion first = suspicions.due(false);
    assertThat(first).isNotNull();
    assertThat(first == null ? null : first.at().host()).isEqualTo("db1");
    suspicions.add(Suspicion.rejectedBy(REPLICA, "28P01", true));
    suspicions.look(loss);
    clock.advance(Suspicions.PAUSE);
    Suspicion second = suspicions.due(true);
    assertThat(second == null ? null : second.at()).isEqualTo(REPLICA);
  }

  @Test
  void anotherFailureEndsTheLongPauseOfOneThatNoTargetAnswered() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    suspicions.look(Suspicion.failedAt(PRIMARY, "42501"));
    assertThat(suspicions.failed()).isNotNull();
    clock.advance(Suspicions.PAUSE);
    assertThat(suspicions.due(true)).isNull();
    suspicions.add(Suspicion.failedAt(PRIMARY, "08006"));
    assertThat(suspicions.due(true)).isNotNull();
  }

  /** A look ends with the first target that takes the credential, so the others wait their turn. */
  @Test
  void aFailureAtEachTargetIsLookedInto() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    Suspicion onPrimary = Suspicion.failedAt(PRIMARY, "57P01");
    Suspicion onReplica = Suspicion.failedAt(REPLICA, "42501");
    suspicions.add(onPrimary);
    suspicions.add(onReplica);
    assertThat(suspicions.due(true)).isSameAs(onPrimary);
    suspicions.look(onPrimary);
    suspicions.passed();
    clock.advance(Suspicions.PAUSE);
    assertThat(suspicions.due(true)).isSameAs(onReplica);
    suspicions.look(onReplica);
    suspicions.passed();
    clock.advance(Suspicions.PAUSE);
    assertThat(suspicions.due(true)).isNull();
  }

  /** As a server that takes no credential of the binding is rejecting all the time. */
  @Test
  void aFailureIsLookedIntoThoughARejectionElsewhereDoesNotCount() {
    Suspicions suspicions = new Suspicions(new VirtualClock());
    Suspicion rejection = Suspicion.rejectedBy(REPLICA, "28P01", false);
    Suspicion failure = Suspicion.failedAt(PRIMARY, "42501");
    suspicions.add(rejection);
    suspicions.add(failure);
    assertThat(suspicions.due(true)).as("what weighs more").isSameAs(rejection);
    assertThat(suspicions.due(false)).isSameAs(failure);
  }

  @Test
  void aFailureWithoutAnAnswerHoldsUpNoOther() {
    VirtualClock clock = new VirtualClock();
    Suspicions suspicions = new Suspicions(clock);
    Suspicion silent = Suspicion.failedAt(PRIMARY, "08006");
    Suspicion other = Suspicion.failedAt(REPLICA, "42501");
    suspicions.look(silent);
    suspicions.add(other);
    assertThat(suspicions.failed()).isSameAs(silent);
    clock.advance(Suspicions.PAUSE);
    assertThat(suspicions.due(true)).isSameAs(other);
    suspicions.look(other);
    suspicions.passed();
    clock.advance(Suspicions.PAUSE);
    assertThat(suspicions.due(true)).isSameAs(silent);
  }
}
