// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Targets give different answers; {@link TargetsHistory} has them answer in all sorts of ways. */
@Timeout(120)
class TargetsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Target PRIMARY = Target.of("primary", 5432, "orders");
  private static final Target REPLICA = Target.of("replica", 5432, "orders");

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedActions actions = new ScriptedActions();
  private final Rotation rotation =
      new Rotation(
          "orders",
          new RotationPolicy(Duration.ofSeconds(5), 0.66, null, PATIENCE, Jitter.of("pod")),
          clock,
          actions);

  @Test
  void givesATargetThatDoesNotKnowTheCurrentGenerationYetTheOneBefore() {
    LeasedGeneration first = servedEverywhere();
    LeasedGeneration second = replacedAt(PRIMARY);
    assertThat(actions.take()).containsExactly("validate v-2", "publish 2", "retire 1");
    assertThat(lateTarget(REPLICA).generation()).isSameAs(first);
    assertThat(actions.lateTargets.to(PRIMARY)).isNull();
    assertThat(first.isInUseAt(REPLICA)).as("connections stay").isTrue();
    assertThat(first.isHeldFor(PRIMARY)).isFalse();
    assertThat(first.drain(clock.now())).as("more may be opened").isFalse();
    rotation.accepted(first, REPLICA);
    assertThat(actions.take()).as("no reason to fetch").isEmpty();
    rotation.answered(second.credential(), REPLICA, TargetAnswer.TAKES, "");
    assertThat(actions.take()).containsExactly("caught up replica", "retire 1");
    assertThat(actions.lateTargets.all()).isEmpty();
    assertThat(first.drain(clock.now())).isTrue();
  }

  @Test
  void asksALateTargetAgainAndAgainLaterEachTime() {
    servedEverywhere();
    replacedAt(PRIMARY);
    actions.take();
    int probes = 0;
    for (int tenth = 0; tenth < 300; tenth++) {
      pass(Duration.ofMillis(100));
      probes += actions.take().size();
    }
    assertThat(probes).as("250 ms, doubling to 10 s, in half a minute").isBetween(6, 10);
  }

  @Test
  void keepsTheOneBeforeForALateTargetNoLongerThanItsLease() {
    LeasedGeneration first = servedEverywhere();
    replacedAt(PRIMARY);
    clock.advance(first.usableFor(clock.now()));
    assertThat(first.drain(clock.now())).isTrue();
    rotation.wake();
    assertThat(lateTarget(REPLICA).generation()).isNull();
  }

  @Test
  void letsATargetThatTakesNeitherWaitAndThenRefusesItAlone() {
    servedEverywhere();
    LeasedGeneration second = replacedAt(PRIMARY);
    rotation.rejected(actions.generations.get(0), REPLICA, "wrong as well");
    assertThat(lateTarget(REPLICA).generation()).isNull();
    assertThat(lateTarget(REPLICA).refusal()).as("waits").isNull();
    assertThat(lateTarget(REPLICA).lacking()).isSameAs(second);
    pass(PATIENCE);
    assertThat(lateTarget(REPLICA).refusal()).isEqualTo("wrong as well");
    assertThat(actions.lateTargets.to(PRIMARY)).isNull();
    assertThat(actions.take()).doesNotContain("fetch");
    rotation.answered(second.credential(), REPLICA, TargetAnswer.TAKES, "");
    assertThat(actions.lateTargets.all()).isEmpty();
  }

  @Test
  void refusesAServerThatHasNeverTakenAnythingAtOnceWhereTheRoleIsKnownEverywhere() {
    LeasedGeneration first = publishedUntried();
    rotation.accepted(first, PRIMARY);
    pass(LateTargetRouting.KNOWN_BY);
    rotation.rejected(first, REPLICA, "28P01");
    assertThat(lateTarget(REPLICA).refusal()).isEqualTo("28P01");
    assertThat(actions.take()).as("no fetch for it").doesNotContain("fetch");
  }

  @Test
  void forgetsForGoodWhatServersSayThatTheBindingIsNotFor() {
    LeasedGeneration first = publishedUntried();
    rotation.rejected(first, REPLICA, "28P01");
    rotation.keep(Targets.of(PRIMARY));
    actions.take();
    rotation.accepted(first, PRIMARY);
    rotation.rejected(first, REPLICA, "28P01");
    rotation.suspect(first, REPLICA, "42501");
    rotation.answered(first.credential(), REPLICA, TargetAnswer.REJECTS, "28P01");
    pass(Duration.ofMinutes(1));
    assertThat(actions.lateTargets.all()).as("late targets").isEmpty();
    assertThat(actions.take()).noneMatch(order -> order.contains("replica"));
  }

  @Test
  void keepsNoGenerationOpenForAServerThatTheBindingIsNotFor() {
    LeasedGeneration first = servedEverywhere();
    replacedAt(PRIMARY);
    assertThat(first.isInUseAt(REPLICA)).isTrue();
    actions.take();
    rotation.keep(Targets.of(PRIMARY));
    assertThat(actions.take()).containsExactly("retire 1");
    assertThat(actions.lateTargets.all()).isEmpty();
    assertThat(first.drain(clock.now())).isTrue();
  }

  @Test
  void asksAnotherTargetBeforeItBelievesThatTheRoleIsGone() {
    LeasedGeneration first = servedEverywhere();
    pass(Suspicions.PAUSE);
    rotation.rejected(first, REPLICA, "28P01");
    assertThat(actions.take()).contains("check 1 but at replica").doesNotContain("fetch");
    rotation.answered(first.credential(), PRIMARY, TargetAnswer.REJECTS, "28P01");
    rotation.checkFailed(first, new SQLException("no such role", "28P01"), true);
    assertThat(actions.take()).contains("fetch");
  }

  @Test
  void replacesACredentialThatATargetHasLostWhereTheOthersCannotBeAsked() {
    LeasedGeneration first = servedEverywhere();
    pass(Duration.ofMinutes(1));
    rotation.rejected(first, REPLICA, "28P01");
    rotation.checkFailed(first, new SQLException("away", "08001"), false);
    assertThat(actions.take()).contains("check 1 but at replica", "fetch");
  }

  @Test
  void replacesACredentialOnceForATargetThatHasLostItAndHasNoOther() {
    LeasedGeneration first = servedEverywhere();
    pass(Suspicions.PAUSE);
    rotation.rejected(first, PRIMARY, "28P01");
    rotation.answered(first.credential(), REPLICA, TargetAnswer.TAKES, "");
    rotation.checked();
    assertThat(actions.take())
        .as("a replica that is late, or a primary that was restored")
        .isNotEmpty()
        .doesNotContain("fetch");
    pass(Duration.ofSeconds(10));
    assertThat(actions.take()).contains("fetch");
    rotation.fetched(Leases.renewable("2", clock.now(), HOUR));
    validate(TargetAnswer.REJECTS, TargetAnswer.TAKES);
    pass(HOUR.dividedBy(3));
    assertThat(actions.take()).as("it is the odd one").doesNotContain("fetch");
  }

  /** As behind a balancer: the target has waited for long, and its loss is of this moment. */
  @Test
  void waitsTenSecondsFromTheLossOfACredentialThatWasLostWhileItWasTried() {
    LeasedGeneration first = publishedUntried();
    rotation.accepted(first, PRIMARY);
    rotation.rejected(first, REPLICA, "28P01");
    pass(Duration.ofSeconds(20));
    rotation.checked();
    rotation.rotate("asked");
    Lease next = Leases.renewable("2", clock.now(), HOUR);
    rotation.fetched(next);
    rotation.answered(next.credential(), REPLICA, TargetAnswer.TAKES, "");
    rotation.validationFailed(new SQLException("away", "08001"), false);
    pass(Duration.ofSeconds(1));
    validate(TargetAnswer.TAKES, TargetAnswer.REJECTS);
    assertThat(actions.take()).contains("publish 2", "retire 1");
    lateTarget(REPLICA).state().want();
    pass(Duration.ofSeconds(9));
    assertThat(actions.take()).as("a third role").doesNotContain("fetch");
    pass(Duration.ofSeconds(1));
    assertThat(actions.take()).contains("fetch");
  }

  @Test
  void takesNoNoteOfAServerThatHasTakenNothingWhenACandidateCannotBeTriedElsewhere() {
    LeasedGeneration first = publishedUntried();
    rotation.accepted(first, PRIMARY);
    rotation.rejected(first, REPLICA, "28P01");
    rotation.rotate("asked");
    Lease second = Leases.renewable("2", clock.now(), HOUR);
    rotation.fetched(second);
    rotation.answered(second.credential(), REPLICA, TargetAnswer.REJECTS, "28P01");
    assertThat(rotation.isRejected(second.credential())).as("nobody could ask").isFalse();
    rotation.answered(second.credential(), PRIMARY, TargetAnswer.SILENT, "");
    assertThat(rotation.isRejected(second.credential())).isFalse();
    rotation.answered(second.credential(), PRIMARY, TargetAnswer.REJECTS, "28P01");
    assertThat(rotation.isRejected(second.credential())).isTrue();
  }

  @Test
  void publishesACandidateAtOnceThatATargetTakesLate() {
    servedEverywhere();
    rotation.rotate("asked");
    Lease second = Leases.renewable("2", clock.now(), HOUR);
    rotation.fetched(second);
    rotation.validationFailed(new SQLException("away", "08001"), false);
    actions.take();
    rotation.answered(second.credential(), PRIMARY, TargetAnswer.TAKES, "");
    assertThat(actions.timer).isZero();
    rotation.wake();
    assertThat(actions.take()).containsExactly("validate v-2");
  }

  @Test
  void keepsAGenerationOpenForATargetThatCouldNotBeAskedAboutTheNext() {
    LeasedGeneration first = servedEverywhere();
    replaced(TargetAnswer.TAKES, TargetAnswer.SILENT);
    assertThat(actions.lateTargets.to(REPLICA)).as("may take it").isNull();
    assertThat(first.isHeldFor(REPLICA)).isTrue();
    assertThat(first.isInUseAt(REPLICA)).as("its connections make room").isFalse();
    rotation.accepted(actions.current(), REPLICA);
    assertThat(first.isHeldFor(REPLICA)).isFalse();
  }

  @Test
  void holdsUpNoRotationForATargetThatIsDown() {
    LeasedGeneration first = servedEverywhere();
    replaced(TargetAnswer.TAKES, TargetAnswer.SILENT);
    assertThat(first.isHeldFor(REPLICA)).isTrue();
    rotation.rotate("asked again");
    assertThat(first.isHeldFor(REPLICA)).isFalse();
    rotation.drained(first);
    assertThat(actions.take()).endsWith("drained 1", "revoke 1", "fetch");
  }

  @Test
  void keepsAGenerationOpenThatALateTargetMayTakeBeforeTheCurrentOne() {
    LeasedGeneration first = publishedUntried();
    rotation.rejected(first, REPLICA, "28P01");
    assertThat(first.isExpedited()).as("no target takes it, as far as is known").isTrue();
    rotation.accepted(first, PRIMARY);
    assertThat(first.isExpedited()).isFalse();
    Lease next = Leases.renewable("2", clock.now(), HOUR);
    rotation.fetched(next);
    validate(TargetAnswer.TAKES, TargetAnswer.REJECTS);
    LeasedGeneration second = actions.current();
    assertThat(first.isHeldFor(REPLICA)).isTrue();
    assertThat(lateTarget(REPLICA).generation()).isNull();
    rotation.answered(first.credential(), REPLICA, TargetAnswer.TAKES, "");
    assertThat(lateTarget(REPLICA).generation()).isSameAs(first);
    rotation.answered(second.credential(), REPLICA, TargetAnswer.TAKES, "");
    assertThat(first.isHeldFor(REPLICA)).isFalse();
  }

  /** The replica has seen the second generation's role made, and not yet that it was dropped. */
  @Test
  void keepsTheOneBeforeOpenForALateTargetThatTakesAGenerationWhoseRoleIsGone() {
    LeasedGeneration first = servedEverywhere();
    LeasedGeneration second = replacedAt(PRIMARY);
    rotation.rejected(second, PRIMARY, "28P01");
    rotation.fetched(Leases.renewable("3", clock.now(), HOUR.multipliedBy(2)));
    Credential third = new Credential("v-3", Secret.of("pw"));
    rotation.answered(third, PRIMARY, TargetAnswer.TAKES, "");
    rotation.answered(third, REPLICA, TargetAnswer.REJECTS, "28P01");
    rotation.validated();
    rotation.answered(second.credential(), REPLICA, TargetAnswer.TAKES, "");
    assertThat(lateTarget(REPLICA).generation()).isSameAs(first);
    assertThat(first.isHeldFor(REPLICA)).isTrue();
  }

  @Test
  void takesNoCredentialForLostThatNoTargetCouldBeAskedAboutWhileAReplicaMayBeLate() {
    LeasedGeneration first = servedEverywhere();
    replaced(TargetAnswer.UNTRIED, TargetAnswer.UNTRIED);
    LeasedGeneration second = actions.current();
    actions.take();
    rotation.rejected(second, REPLICA, "28P01");
    assertThat(actions.take()).contains("check 2 but at replica");
    rotation.checkFailed(second, new SQLException("no target can be asked"), false);
    assertThat(actions.take()).doesNotContain("fetch");
    assertThat(lateTarget(REPLICA).generation()).isSameAs(first);
  }

  /** As a target that a reactive driver connects to. */
  @Test
  void givesATargetThatCannotBeAskedTheOneBeforeForSomeSeconds() {
    LeasedGeneration first = servedEverywhere();
    replaced(TargetAnswer.TAKES, TargetAnswer.UNTRIED);
    assertThat(lateTarget(REPLICA).generation()).isSameAs(first);
    assertThat(first.isInUseAt(REPLICA)).isTrue();
    pass(Duration.ofSeconds(5));
    assertThat(actions.lateTargets.all()).isEmpty();
    assertThat(first.isInUseAt(REPLICA)).isFalse();
    assertThat(first.isHeldFor(REPLICA)).as("should it be later than that").isTrue();
    rotation.rejected(actions.current(), REPLICA, "28P01");
    assertThat(lateTarget(REPLICA).generation()).isSameAs(first);
    rotation.accepted(actions.current(), REPLICA);
    assertThat(first.isHeldFor(REPLICA)).isFalse();
  }

  /** Each generation is asked about in turn, and none can be. */
  @Test
  void keepsTheOneBeforeForThoseThatCannotBeAskedAboutAnyGeneration() {
    LeasedGeneration first = servedEverywhere();
    replaced(TargetAnswer.UNTRIED, TargetAnswer.UNTRIED);
    for (int tenth = 0; tenth < 49; tenth++) {
      pass(Duration.ofMillis(100));
      for (Target target : List.of(PRIMARY, REPLICA)) {
        rotation.answered(first.credential(), target, TargetAnswer.UNTRIED, "");
        rotation.answered(actions.current().credential(), target, TargetAnswer.UNTRIED, "");
      }
      assertThat(lateTarget(PRIMARY).generation()).isSameAs(first);
      assertThat(lateTarget(REPLICA).generation()).isSameAs(first);
    }
    pass(Duration.ofMillis(100));
    assertThat(actions.lateTargets.all()).isEmpty();
    assertThat(first.isHeldFor(REPLICA)).as("should it be later than that").isTrue();
  }

  /** Somebody drops each role once it is in use: none waits for the generation before for long. */
  @Test
  void fetchesTenAtOnceAndThenOneInSixSecondsForATargetThatTakesEachCredentialAndThenRejectsIt() {
    publishedUntried();
    List<Integer> fetched = new ArrayList<>();
    for (int second = 0; second < 60; second++) {
      for (int again = 0; again < 3; again++) {
        rotation.accepted(actions.current(), PRIMARY);
        rotation.rejected(actions.current(), PRIMARY, "28P01");
        if (rotation.phase() == RotationPhase.FETCHING) {
          fetched.add(second);
          rotation.fetched(Leases.renewable("again-" + fetched.size(), clock.now(), HOUR));
          rotation.validated();
        }
      }
      pass(Duration.ofSeconds(1));
    }
    assertThat(fetched)
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 6, 12, 18, 24, 30, 36, 42, 48, 54);
    assertThat(actions.actions.toString()).contains("refuse: the database rejected generation");
  }

  private LateTarget lateTarget(Target target) {
    LateTarget late = actions.lateTargets.to(target);
    if (late == null) {
      throw new AssertionError(target + " gets the current generation");
    }
    return late;
  }

  private LeasedGeneration publishedUntried() {
    rotation.start();
    rotation.fetched(Leases.renewable("1", clock.now(), HOUR));
    rotation.validated();
    actions.take();
    return actions.current();
  }

  private LeasedGeneration servedEverywhere() {
    LeasedGeneration first = publishedUntried();
    rotation.accepted(first, PRIMARY);
    rotation.accepted(first, REPLICA);
    actions.take();
    return first;
  }

  private LeasedGeneration replacedAt(Target taker) {
    boolean primary = taker.equals(PRIMARY);
    return replaced(
        primary ? TargetAnswer.TAKES : TargetAnswer.REJECTS,
        primary ? TargetAnswer.REJECTS : TargetAnswer.TAKES);
  }

  private LeasedGeneration replaced(TargetAnswer primary, TargetAnswer replica) {
    rotation.rotate("asked");
    actions.take();
    rotation.fetched(Leases.renewable("2", clock.now(), HOUR.multipliedBy(2)));
    validate(primary, replica);
    return actions.current();
  }

  private void validate(TargetAnswer primary, TargetAnswer replica) {
    Credential credential = new Credential("v-2", Secret.of("pw"));
    rotation.answered(credential, PRIMARY, primary, "28P01");
    rotation.answered(credential, REPLICA, replica, "28P01");
    rotation.validated();
  }

  private void pass(Duration time) {
    clock.advance(time);
    rotation.wake();
  }
}
