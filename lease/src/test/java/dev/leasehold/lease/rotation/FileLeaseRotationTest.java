// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Leases on credentials that somebody else keeps fresh, and whose end may not be known. */
class FileLeaseRotationTest {

  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final Duration DRAIN = Duration.ofMinutes(10);
  private static final Duration CENTURY = Duration.ofDays(36_500);
  private static final Target REPLICA = Target.of("replica", 5432, "orders");

  private final VirtualClock clock = new VirtualClock();
  private final ClockReading began = clock.now();
  private final ScriptedActions actions = new ScriptedActions();
  private final Rotation rotation = serving("first");

  @Test
  void boundsTheLeaseWithoutAnEndOnceAnotherHasTakenItsPlace() {
    LeasedGeneration first = actions.current();
    clock.advance(Duration.ofDays(7));
    rotation.wake();
    assertThat(first.usableFor(clock.now())).isGreaterThan(Duration.ofDays(30_000));
    replaceBy("second");
    assertThat(first.goesAtOnce()).isTrue();
    assertThat(first.isExpedited()).as("a server that lags may still take it").isFalse();
    assertThat(first.usableFor(clock.now())).isEqualTo(DRAIN);
    assertThat(first.usableOnceRetired()).isEqualTo(DRAIN);
    clock.advance(Duration.ofMinutes(4));
    rotation.remind();
    assertThat(first.usableFor(clock.now())).as("not begun anew").isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void readsAgainWhenTheSourceHasChanged() {
    rotation.sourceChanged();
    assertThat(actions.take()).containsExactly("renew 1");
    rotation.sourceChanged();
    assertThat(actions.take()).as("an answer is awaited").isEmpty();
    rotation.renewed(actions.current(), lease("second"));
    assertThat(actions.take()).containsExactly("validate v-second");
    rotation.sourceChanged();
    assertThat(actions.take()).as("a database is asked").isEmpty();
    rotation.validated();
    assertThat(actions.take()).containsExactly("publish 2", "retire 1");
  }

  @Test
  void waitsForNothingWhenTheSourceHasChangedWhatWasRejected() {
    rotation.sourceChanged();
    rotation.renewed(actions.current(), lease("wrong"));
    rotation.validationFailed(new SQLException("no such role", "28000"), true);
    assertThat(actions.failures).containsExactly("no such role (the credential is from file x)");
    actions.take();
    rotation.sourceChanged();
    assertThat(actions.take()).containsExactly("renew 1");
    rotation.renewed(actions.current(), actions.current().lease());
    assertThat(actions.take()).containsExactly("renewed 1");
    assertThat(rotation.phase()).isEqualTo(RotationPhase.SERVING);
  }

  /** A mistyped secret, and reactive clients alone at the primary. */
  @Test
  void readsAgainWhatATargetRejectsThoughAnotherCannotBeAsked() {
    rotation.accepted(actions.current(), Databases.ONE);
    rotation.sourceChanged();
    Lease mistyped = lease("mistyped");
    rotation.renewed(actions.current(), mistyped);
    rotation.answered(mistyped.credential(), Databases.ONE, TargetAnswer.UNTRIED, "");
    rotation.answered(mistyped.credential(), REPLICA, TargetAnswer.REJECTS, "28P01");
    assertThat(rotation.isRejected(mistyped.credential())).isFalse();
    rotation.validationFailed(new SQLException("no such role", "28P01"), false);
    actions.take();
    clock.advance(Duration.ofSeconds(10));
    rotation.wake();
    assertThat(actions.take()).contains("renew 1");
    rotation.renewed(actions.current(), lease("corrected"));
    assertThat(actions.take()).contains("validate v-corrected");
  }

  /** As where the file is written again before anybody has noticed. */
  @Test
  void settlesOnTheCredentialInUseWhenTheSourceIsBackToItWhileAnotherWaits() {
    rotation.rotate("asked");
    rotation.fetched(lease("wrong"));
    rotation.validationFailed(new SQLException("no such role", "28000"), true);
    assertThat(rotation.phase()).isEqualTo(RotationPhase.WAITING);
    actions.take();
    clock.advance(Duration.ofSeconds(1));
    rotation.wake();
    assertThat(actions.take()).containsExactly("renew 1");
    rotation.renewed(actions.current(), lease("first"));
    assertThat(actions.take()).containsExactly("renewed 1");
    assertThat(rotation.phase()).isEqualTo(RotationPhase.SERVING);
  }

  /**
   * The next credential may be published untried; a credential that was rejected before could not.
   */
  @Test
  void takesNoRejectionOfWhatWasForgottenForOneOfTheNext() {
    replaceBy(ending("ends"));
    rotation.sourceChanged();
    rotation.renewed(actions.current(), ending("wrong"));
    rotation.validationFailed(new SQLException("no such role", "28000"), true);
    rotation.sourceChanged();
    rotation.renewed(actions.current(), ending("ends"));
    clock.advance(Duration.ofSeconds(54));
    rotation.sourceChanged();
    rotation.renewed(actions.current(), ending("third"));
    rotation.validationFailed(new SQLException("away", "08001"), false);
    assertThat(actions.take()).contains("publish 3");
  }

  @Test
  void readsTenChangesAtOnceToWhatIsRejectedThenOneInSixSecondsAndThenGoesOn() {
    int reads = 0;
    for (int tenth = 0; tenth < 590; tenth++) {
      rotation.sourceChanged();
      rotation.wake();
      if (rotation.phase() == RotationPhase.RENEWING) {
        rotation.renewed(actions.current(), lease("wrong-" + ++reads));
        rotation.validationFailed(new SQLException("no such role", "28000"), true);
      }
      clock.advance(Duration.ofMillis(100));
    }
    assertThat(reads).as("changes, and tries that back off").isBetween(19, 34);
    clock.advance(Duration.ofMinutes(1));
    actions.take();
    rotation.sourceChanged();
    assertThat(actions.take()).contains("renew 1");
    rotation.renewed(actions.current(), lease("second"));
    rotation.validated();
    assertThat(actions.take()).contains("publish 2");
  }

  @Test
  void fetchesAtOnceWhenTheSourceHasChangedAndNothingIsInUse() {
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    rotation.fetchFailed(new LeaseException(LeaseException.Kind.UNAVAILABLE, "gone"));
    assertThat(actions.take()).contains("fetch failed", "refuse: fetch failed: gone");
    rotation.sourceChanged();
    assertThat(actions.take()).containsExactly("fetch");
    rotation.fetched(lease("second"));
    rotation.validated();
    assertThat(actions.take()).contains("publish 2");
  }

  @Test
  void namesWhatARejectedCredentialWasReadFrom() {
    rotation.rejected(actions.current(), Databases.ONE, "28P01");
    rotation.fetched(lease("second"));
    rotation.validated();
    assertThat(actions.reasons.get(1))
        .startsWith("the database rejected generation 1, from file x: 28P01");
  }

  private void replaceBy(String id) {
    replaceBy(lease(id));
  }

  private void replaceBy(Lease lease) {
    rotation.sourceChanged();
    rotation.renewed(actions.current(), lease);
    rotation.validated();
    actions.take();
  }

  private Rotation serving(String id) {
    Jitter jitter = Jitter.of("test");
    RotationPolicy policy = new RotationPolicy(MARGIN, 0.66, null, Duration.ofSeconds(30), jitter);
    Rotation made = new Rotation("orders", policy, clock, actions);
    made.start();
    made.fetched(lease(id));
    made.validated();
    actions.take();
    return made;
  }

  /** A lease that its file ends a minute after the test began. */
  private Lease ending(String id) {
    Duration left = Duration.ofMinutes(1).minus(clock.now().since(began));
    return Leases.granted(id, clock.now(), left, true, false).readFrom("file x");
  }

  private Lease lease(String id) {
    return Leases.granted(id, clock.now(), CENTURY, true, false)
        .withoutKnownEnd(DRAIN)
        .readFrom("file x");
  }
}
