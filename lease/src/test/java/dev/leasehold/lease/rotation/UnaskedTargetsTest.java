// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target at which no connection has been opened yet, so that nobody knows how to ask it. */
@Timeout(120)
class UnaskedTargetsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Target TARGET = Target.of("primary", 5432, "orders");
  private static final Target OTHER = Target.of("stock", 5432, "stock");

  private final VirtualClock clock = new VirtualClock();
  private final ScriptedActions actions = new ScriptedActions();
  private final Rotation rotation =
      new Rotation(
          "orders",
          new RotationPolicy(
              Duration.ofSeconds(5), 0.66, null, Duration.ofSeconds(30), Jitter.of("pod")),
          clock,
          actions);
  private int leases;
  private @Nullable Lease last;

  @Test
  void isNotGivenWhatItRejectedAgainWhileTheNextIsFetched() {
    LeasedGeneration first = rejectedAt(TARGET);
    assertThat(rotation.phase()).isEqualTo(RotationPhase.FETCHING);
    cannotBeAskedAbout(first);
    assertThat(Objects.requireNonNull(actions.lateTargets.to(TARGET)).generation()).isNull();
    rotation.fetched(lease());
    rotation.validated();
    assertThat(actions.lateTargets.to(TARGET)).as("it gets the current one").isNull();
    assertThat(actions.current()).isNotSameAs(first);
  }

  @Test
  void isGivenWhatItRejectedOnceMoreWhereNoneCanBeFetched() {
    LeasedGeneration first = rejectedAt(TARGET);
    rotation.fetchFailed(new LeaseException(LeaseException.Kind.UNAVAILABLE, "Vault is away"));
    cannotBeAskedAbout(first);
    assertThat(actions.lateTargets.to(TARGET)).as("it gets the current one").isNull();
    assertThat(actions.current()).isSameAs(first);
  }

  /** A late replica is the only target in use, by a client that cannot be asked. */
  @Test
  void isGivenWhatItRejectedAgainWhileTheBreakerWaitsAndGoesOnWithThatOnceItTakesIt() {
    LeasedGeneration third = rejectedUntilTheBreakerWaits(true);
    LateTarget refused = Objects.requireNonNull(actions.lateTargets.to(TARGET));
    assertThat(refused.refusal()).contains("3 in a row, next try in 2 s");
    offeredAgain(third);
    rotation.rejected(third, TARGET, "no such role");
    assertThat(rotation.phase()).isEqualTo(RotationPhase.WAITING);
    offeredAgain(third);
    rotation.accepted(third, TARGET);
    assertThat(rotation.phase()).isEqualTo(RotationPhase.SERVING);
    assertThat(actions.take()).contains("caught up primary");
    pass(Duration.ofMinutes(1));
    assertThat(actions.take()).as("a role for nothing").doesNotContain("fetch");
  }

  /** It has rejected nothing, and connects were refused for another target's rejections. */
  @Test
  void endsTheRefusalsWhereItIsTheFirstToTakeWhatTheBreakerWaitsToReplace() {
    LeasedGeneration third = rejectedUntilTheBreakerWaits(true);
    rotation.accepted(third, OTHER);
    assertThat(rotation.phase()).isEqualTo(RotationPhase.SERVING);
    assertThat(actions.take()).contains("caught up stock");
    rotation.accepted(third, Target.of("third", 5432, "orders"));
    assertThat(actions.take()).as("nothing to end").noneMatch(said -> said.contains("third"));
  }

  @Test
  void beginsTheRotationThatWasAskedForWhileTheBreakerWaitedOnceItTakesTheCurrentOne() {
    LeasedGeneration third = rejectedUntilTheBreakerWaits(true);
    rotation.rotate("asked");
    assertThat(actions.take()).as("a way around the breaker").doesNotContain("fetch");
    offeredAgain(third);
    rotation.accepted(third, TARGET);
    assertThat(actions.take()).contains("caught up primary", "fetch");
    publishedAlone(true);
    assertThat(actions.reasons).last().isEqualTo("asked");
  }

  /** The user of a secret that is only read may be locked after so many failed logins. */
  @Test
  void isNotGivenTheUserOfASecretThatIsReadAgainWhileTheBreakerWaits() {
    LeasedGeneration third = rejectedUntilTheBreakerWaits(false);
    pass(Duration.ofMillis(1_900));
    assertThat(actions.take()).doesNotContain("probe primary with " + third.number());
    assertThat(Objects.requireNonNull(actions.lateTargets.to(TARGET)).refusal()).isNotNull();
  }

  /** Its role is gone there, so that another credential is needed. */
  @Test
  void isNotGivenWhatItTookOnceAgainWhileTheBreakerWaits() {
    LeasedGeneration third = rejectedUntilTheBreakerWaits(true);
    offeredAgain(third);
    rotation.accepted(third, TARGET);
    for (int more = 0; more < 3; more++) {
      rotation.rejected(actions.current(), TARGET, "no such role");
      if (rotation.phase() == RotationPhase.FETCHING) {
        publishedAlone(true);
        rotation.answered(actions.current().credential(), TARGET, TargetAnswer.TAKES, "");
      }
    }
    assertThat(rotation.phase()).isEqualTo(RotationPhase.WAITING);
    actions.take();
    pass(Duration.ofMillis(1_900));
    assertThat(actions.take()).noneMatch(action -> action.startsWith("probe"));
  }

  /** A late replica alone in use does not know the role of a planned rotation yet. */
  @Test
  void causesNoFetchWhileItMayBeLateAndIsServedByTheOneBefore() {
    LeasedGeneration first = served();
    rotation.accepted(first, TARGET);
    LeasedGeneration second = replaced();
    rotation.rejected(second, TARGET, "no such role");
    LateTarget late = Objects.requireNonNull(actions.lateTargets.to(TARGET));
    assertThat(late.generation()).isSameAs(first);
    assertThat(late.lacking()).as("to be told of").isSameAs(second);
    pass(Duration.ofSeconds(29));
    assertThat(actions.take()).as("a role that is as new").doesNotContain("fetch");
    pass(Duration.ofSeconds(2));
    rotation.rejected(second, TARGET, "no such role");
    assertThat(actions.take()).as("it should know the role by now").contains("fetch");
  }

  /** The other target can be asked, and is as late. */
  @Test
  void causesNoFetchWhileTheOthersThatAreAskedAreAsLate() {
    LeasedGeneration first = served();
    rotation.accepted(first, TARGET);
    rotation.accepted(first, OTHER);
    LeasedGeneration second = replaced();
    rotation.rejected(second, TARGET, "no such role");
    assertThat(actions.take()).contains("check 2 but at primary");
    rejectedInCheck(second);
    assertThat(actions.take()).as("a role that is as new").doesNotContain("fetch");
    assertThat(Objects.requireNonNull(actions.lateTargets.to(TARGET)).generation()).isSameAs(first);
    assertThat(Objects.requireNonNull(actions.lateTargets.to(OTHER)).generation()).isSameAs(first);
    pass(Duration.ofSeconds(31));
    rotation.rejected(second, TARGET, "no such role");
    assertThat(actions.take()).as("it should know the role by now").contains("fetch");
  }

  /** The other target took it, so its role is gone there. */
  @Test
  void doesNotKeepWhatAnotherTargetHasLostAsItMayBeLateItself() {
    LeasedGeneration first = served();
    rotation.accepted(first, TARGET);
    LeasedGeneration second = replaced();
    rotation.accepted(second, OTHER);
    rotation.rejected(second, TARGET, "no such role");
    pass(Suspicions.PAUSE);
    assertThat(actions.take()).contains("check 2 but at primary");
    rejectedInCheck(second);
    assertThat(actions.take()).contains("fetch");
  }

  /** Else a late replica would refuse its next login, and nothing would be left for it. */
  @Test
  void keepsTheOneBeforeOpenForHalfAMinuteWhileItHasNotSaidThatItTakesTheNext() {
    LeasedGeneration first = served();
    rotation.accepted(first, TARGET);
    LeasedGeneration second = replaced();
    assertThat(actions.lateTargets.to(TARGET)).as("it gets the current one").isNull();
    assertThat(first.isInUseAt(TARGET)).as("its connections make room").isFalse();
    cannotBeAskedAbout(second);
    pass(Duration.ofSeconds(29));
    assertThat(first.drain(clock.now())).as("nothing is open").isFalse();
    rotation.rejected(second, TARGET, "no such role");
    assertThat(Objects.requireNonNull(actions.lateTargets.to(TARGET)).generation()).isSameAs(first);
    rotation.accepted(second, TARGET);
    assertThat(first.drain(clock.now())).isTrue();
    rotation.drained(first);
    replaced();
    pass(Duration.ofSeconds(31));
    assertThat(second.drain(clock.now())).as("not for longer").isTrue();
  }

  @Test
  void keepsNothingOpenForTheOnlyTargetWhereThatWasAsked() {
    LeasedGeneration first = served();
    rotation.accepted(first, TARGET);
    rotation.rotate("asked");
    Lease next = lease();
    rotation.fetched(next);
    rotation.answered(next.credential(), TARGET, TargetAnswer.TAKES, "");
    rotation.validated();
    assertThat(first.drain(clock.now())).isTrue();
  }

  /** The rotation that is asked for waits for it, until the last call. */
  @Test
  void keepsTheOneBeforeUntilItTakesTheNextAlthoughAnotherRotationIsAskedFor() {
    LeasedGeneration first = served();
    rotation.accepted(first, TARGET);
    LeasedGeneration second = replaced();
    rotation.rejected(second, TARGET, "no such role");
    rotation.rotate("asked again");
    offeredAgain(second);
    assertThat(first.drain(clock.now())).as("it needs that still").isFalse();
    rotation.rejected(second, TARGET, "no such role");
    assertThat(Objects.requireNonNull(actions.lateTargets.to(TARGET)).generation()).isSameAs(first);
    offeredAgain(second);
    rotation.accepted(second, TARGET);
    assertThat(first.drain(clock.now())).isTrue();
    actions.take();
    rotation.drained(first);
    assertThat(actions.take()).contains("fetch");
  }

  /** A server that knows none of the roles is the only target in use. */
  @Test
  void hasAGenerationToBeginWithWhateverAnotherTargetRejects() {
    LeasedGeneration first = rejectedAt(OTHER);
    replacedAsOtherRejectsAll(first);
    assertThat(actions.lateTargets.to(TARGET)).as("it gets the current one").isNull();
    LateTarget refused = Objects.requireNonNull(actions.lateTargets.to(OTHER));
    assertThat(refused.refusal()).as("at once").contains("no such role");
    assertThat(actions.reasons.get(1)).endsWith("; rejected so far: no such role");
    actions.take();
    pass(Duration.ofSeconds(20));
    assertThat(actions.take()).as("a third role").doesNotContain("fetch");
    rotation.drained(first);
    assertThat(actions.take()).contains("fetch");
  }

  /** Its role was dropped before the first login here; the other target knows none. */
  @Test
  void isGivenTheNextOneAtOnceWhereItRejectsTheCurrentOneAsAllDo() {
    LeasedGeneration first = rejectedAt(TARGET);
    rotation.fetched(lease());
    rejectEverywhere();
    LeasedGeneration second = actions.current();
    assertThat(second).isNotSameAs(first);
    assertThat(actions.lateTargets.to(TARGET)).as("it gets the current one").isNull();
    actions.take();
    rotation.rejected(second, OTHER, "no such role");
    assertThat(actions.take()).as("a role that is as new").doesNotContain("fetch");
    rotation.rejected(second, TARGET, "no such role");
    assertThat(actions.take()).as("nobody has it now").contains("fetch");
  }

  /** A replica that has stopped to replay is the only target in use. */
  @Test
  void hasAGenerationToBeginWithWhileAnotherTargetTakesTheOneBeforeAlone() {
    LeasedGeneration first = served();
    rotation.accepted(first, OTHER);
    replacedAsOtherRejectsAll(first);
    assertThat(actions.lateTargets.to(TARGET)).as("it gets the current one").isNull();
    LateTarget late = Objects.requireNonNull(actions.lateTargets.to(OTHER));
    assertThat(late.generation()).isSameAs(first);
  }

  @Test
  void isServedAgainWhereAllIsRejectedThatIsFetchedAfterTheLastLeaseHasEnded() {
    LeasedGeneration first = served();
    rotation.accepted(first, OTHER);
    pass(HOUR);
    rotation.fetched(lease());
    rejectEverywhere();
    assertThat(actions.current()).isNotSameAs(first);
    assertThat(Objects.requireNonNull(actions.lateTargets.to(OTHER)).refusal()).isNotNull();
  }

  /** Lets the time go by in which each new credential is rejected where it is tried. */
  private void replacedAsOtherRejectsAll(LeasedGeneration first) {
    while (actions.current() == first) {
      assertThat(first.isUsable(clock.now())).as("a generation for the unasked").isTrue();
      if (rotation.phase() == RotationPhase.FETCHING) {
        rotation.fetched(lease());
      }
      if (rotation.phase() == RotationPhase.VALIDATING) {
        rejectEverywhere();
      } else {
        pass(Objects.requireNonNull(actions.timer));
      }
    }
  }

  /** As the other target answers in a check, and how the check ends then. */
  private void rejectedInCheck(LeasedGeneration generation) {
    Credential tried = generation.credential();
    rotation.answered(tried, OTHER, TargetAnswer.REJECTS, "no such role");
    SQLException rejection = new SQLException("no such role", "28P01");
    rotation.checkFailed(generation, rejection, rotation.isRejected(tried));
  }

  private void rejectEverywhere() {
    Credential tried = Objects.requireNonNull(last).credential();
    rotation.answered(tried, OTHER, TargetAnswer.REJECTS, "no such role");
    SQLException rejection = new SQLException("no such role", "28P01");
    rotation.validationFailed(rejection, rotation.isRejected(tried));
  }

  private Lease lease() {
    last = Leases.granted("lease-" + ++leases, clock.now(), HOUR, false, true);
    return last;
  }

  private void pass(Duration time) {
    clock.advance(time);
    rotation.wake();
  }

  private LeasedGeneration served() {
    rotation.start();
    rotation.fetched(lease());
    rotation.validated();
    return actions.current();
  }

  private LeasedGeneration replaced() {
    rotation.rotate("asked");
    rotation.fetched(lease());
    rotation.validated();
    actions.take();
    return actions.current();
  }

  private void offeredAgain(LeasedGeneration generation) {
    actions.take();
    pass(Objects.requireNonNull(actions.timer));
    assertThat(actions.take()).contains("probe primary with " + generation.number());
    cannotBeAskedAbout(generation);
    assertThat(actions.lateTargets.to(TARGET)).as("it gets the current one").isNull();
  }

  private LeasedGeneration rejectedUntilTheBreakerWaits(boolean revocable) {
    rotation.start();
    while (rotation.phase() != RotationPhase.WAITING) {
      publishedAlone(revocable);
      rotation.rejected(actions.current(), TARGET, "no such role");
    }
    actions.take();
    return actions.current();
  }

  private void publishedAlone(boolean revocable) {
    rotation.fetched(Leases.granted("lease-" + ++leases, clock.now(), HOUR, false, revocable));
    rotation.validated();
    actions.generations.subList(0, actions.generations.size() - 1).forEach(rotation::drained);
  }

  private LeasedGeneration rejectedAt(Target target) {
    LeasedGeneration first = served();
    rotation.rejected(first, target, "28P01");
    return first;
  }

  private void cannotBeAskedAbout(LeasedGeneration generation) {
    rotation.answered(generation.credential(), TARGET, TargetAnswer.UNTRIED, "");
  }
}
