// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The obstacles in a rotation's way, and their longest time. */
@Timeout(60)
class RotationObstaclesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Target PRIMARY = Target.of("primary", 5432, "orders");
  private static final Target REPLICA = Target.of("replica", 5432, "orders");
  private static final SQLException FULL = new SQLException("too many clients", "53300");

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedActions actions = new ScriptedActions();
  private RotationPolicy policy = policy("pod");
  private Rotation rotation = new Rotation("orders", policy, clock, actions);

  /** A lease that lasts so long, and trials that take so long to fail. */
  @ParameterizedTest
  @CsvSource({"PT1M, PT0S", "PT1M, PT1S", "PT3M, PT10S", "PT1H, PT10S"})
  void publishesACredentialThatCannotBeTriedWhileTheConnectionsBeforeItHaveTimeToGo(
      Duration ttl, Duration trial) {
    for (int pod = 0; pod < 50; pod++) {
      policy = policy("pod-" + pod);
      rotation = new Rotation("orders", policy, clock, actions);
      LeasedGeneration first = publishedUntried(ttl, trial);
      assertThat(first.usableFor(clock.now()))
          .as("left to drain in")
          .isGreaterThanOrEqualTo(policy.patienceWith(first.lease()).dividedBy(2).minus(trial));
      assertThat(actions.take()).contains("publish 2", "retire 1").doesNotContain("revoke second");
      assertThat(actions.reasons).endsWith("the lease is not renewable; untried: too many clients");
    }
  }

  private LeasedGeneration publishedUntried(Duration ttl, Duration trial) {
    LeasedGeneration first = serving(lease("first", ttl));
    awaitPhase(RotationPhase.FETCHING);
    rotation.fetched(lease("second", ttl));
    while (true) {
      clock.advance(trial);
      rotation.validationFailed(FULL, false);
      if (first.isRetired()) {
        return first;
      }
      assertThat(first.usableFor(clock.now())).isGreaterThan(policy.patienceWith(first.lease()));
      awaitPhase(RotationPhase.VALIDATING);
    }
  }

  @Test
  void saysWhyARotationWasPlannedThoughTheCurrentCredentialWasTriedMeanwhile() {
    LeasedGeneration first = serving(lease("first", MINUTE));
    rotation.rotate("asked");
    replacedBy(lease("second", MINUTE));
    rotation.rotate("near its maximum");
    rotation.suspect(actions.current(), Databases.ONE, "57P01");
    assertThat(rotation.phase()).isEqualTo(RotationPhase.CHECKING);
    rotation.checked();
    rotation.drained(first);
    rotation.fetched(lease("third", MINUTE));
    rotation.validated();
    assertThat(actions.take()).contains("publish 3");
    assertThat(actions.reasons).endsWith("near its maximum");
  }

  @Test
  void revokesARoleThatARenewalKeptAliveAfterItsGenerationWasGone() {
    LeasedGeneration first = serving(Leases.renewable("first", clock.now(), MINUTE));
    awaitPhase(RotationPhase.RENEWING);
    clock.advance(MINUTE);
    rotation.wake();
    rotation.drained(first);
    assertThat(actions.take()).contains("retire 1", "revoke first");
    rotation.renewed(first, first.lease().renewed(clock.now(), MINUTE, true));
    assertThat(actions.take()).as("Vault may have renewed it last").contains("revoke first");
  }

  /** A target that was not asked may take it. */
  @Test
  void publishesAtTheLastCallWhatWasRejectedBeforeItCouldNotBeTried() {
    LeasedGeneration first = serving(lease("first", MINUTE));
    rotation.accepted(first, Databases.ONE);
    awaitPhase(RotationPhase.FETCHING);
    Lease second = lease("second", MINUTE);
    rotation.fetched(second);
    rotation.answered(second.credential(), Databases.ONE, TargetAnswer.REJECTS, "no such role");
    rotation.validationFailed(new SQLException("no such role", "28000"), true);
    while (actions.current() == first) {
      awaitPhase(RotationPhase.VALIDATING);
      rotation.validationFailed(FULL, false);
    }
    assertThat(first.usableFor(clock.now())).isPositive();
    LateTarget rejecting = Objects.requireNonNull(actions.lateTargets.to(Databases.ONE));
    assertThat(rejecting.generation()).as("it keeps the one before").isSameAs(first);
  }

  /** It would end soon after it was published, where the database was away for that long. */
  @Test
  void fetchesAnotherLeaseWhereTheOneThatWasKeptWouldBeRenewedByNow() {
    LeasedGeneration first = serving(lease("first", MINUTE.multipliedBy(10)));
    rotation.rotate("asked for");
    rotation.fetched(lease("second", MINUTE));
    actions.take();
    for (int second = 0; second < 39; second++) {
      if (rotation.phase() == RotationPhase.VALIDATING) {
        rotation.validationFailed(FULL, false);
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(actions.take()).contains("revoke second").endsWith("fetch");
    assertThat(actions.current()).isSameAs(first);
  }

  @Test
  void waitsForAConnectThatHangsNoLongerThanItsLeaseLasts() {
    LeasedGeneration first = serving(lease("first", MINUTE));
    LeasedGeneration second = replacedBy(lease("second", MINUTE.multipliedBy(10)));
    rotation.rotate("asked for");
    Duration left = first.lease().remaining(clock.now());
    pass(left.minusMillis(1));
    assertThat(actions.take()).as("waits for its place").doesNotContain("fetch");
    pass(Duration.ofMillis(1));
    assertThat(actions.take()).contains("fetch");
    rotation.fetched(lease("third", MINUTE.multipliedBy(10)));
    rotation.validated();
    rotation.drained(second);
    actions.take();
    rotation.rotate("asked for again");
    assertThat(actions.take()).as("at once").containsExactly("fetch");
    rotation.drained(first);
    rotation.drained(first);
    assertThat(actions.take()).containsExactly("drained 1", "revoke first");
    rotation.close();
    assertThat(actions.take()).containsExactly("revoke third");
  }

  /** A static password has changed on the primary, which a reactive client alone logs in to. */
  @Test
  void publishesACredentialForATargetThatHasLostTheOneInUseAndThatNobodyCanAsk() {
    LeasedGeneration first = serving(lease("first", MINUTE.multipliedBy(10)));
    rotation.accepted(first, PRIMARY);
    rotation.accepted(first, REPLICA);
    pass(Suspicions.PAUSE);
    rotation.rejected(first, PRIMARY, "28P01");
    rotation.answered(first.credential(), REPLICA, TargetAnswer.TAKES, "");
    rotation.checked();
    pass(Duration.ofSeconds(10));
    assertThat(actions.take()).contains("fetch");
    Lease second = lease("second", MINUTE.multipliedBy(10));
    rotation.fetched(second);
    rejectedByTheReplica(second);
    assertThat(actions.take()).contains("publish 2");
    assertThat(actions.lateTargets.to(PRIMARY)).as("gets the new one").isNull();
    LateTarget late =
        Objects.requireNonNull(actions.lateTargets.to(REPLICA), "gets the one before");
    assertThat(late.generation()).isSameAs(first);
    rotation.accepted(actions.current(), PRIMARY);
    assertThat(actions.take()).as("no third credential").doesNotContain("fetch");
  }

  @Test
  void publishesNoCredentialThatALateReplicaRejectsWhereTheOneInUseServes() {
    LeasedGeneration first = serving(lease("first", MINUTE.multipliedBy(10)));
    rotation.accepted(first, PRIMARY);
    rotation.accepted(first, REPLICA);
    rotation.rotate("asked for");
    Lease second = lease("second", MINUTE.multipliedBy(10));
    rotation.fetched(second);
    rejectedByTheReplica(second);
    assertThat(actions.take()).doesNotContain("publish 2");
  }

  private void rejectedByTheReplica(Lease candidate) {
    rotation.answered(candidate.credential(), REPLICA, TargetAnswer.REJECTS, "28P01");
    SQLException rejection = new SQLException("no such role", "28P01");
    rotation.validationFailed(rejection, rotation.isRejected(candidate.credential()));
  }

  private LeasedGeneration replacedBy(Lease next) {
    awaitPhase(RotationPhase.FETCHING);
    rotation.fetched(next);
    rotation.validated();
    actions.take();
    return actions.current();
  }

  private void pass(Duration time) {
    clock.advance(time);
    rotation.wake();
  }

  private LeasedGeneration serving(Lease first) {
    rotation.start();
    rotation.fetched(first);
    rotation.validated();
    return actions.current();
  }

  private void awaitPhase(RotationPhase phase) {
    while (rotation.phase() != phase) {
      clock.advance(Objects.requireNonNull(actions.timer, "nothing wakes it"));
      rotation.wake();
    }
  }

  private static RotationPolicy policy(String pod) {
    return new RotationPolicy(Duration.ofSeconds(5), 0.66, null, MINUTE, Jitter.of(pod));
  }

  private Lease lease(String id, Duration ttl) {
    return Leases.granted(id, clock.now(), ttl, false, true);
  }
}
