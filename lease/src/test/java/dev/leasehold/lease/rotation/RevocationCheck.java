// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No lease is given back before its own deadline, unless each target that took it has taken the
 * current generation or another that lives. The target may have rejected the current generation, or
 * was away, or was not asked. A generation may be in the way of the next, or its role may be gone.
 * It waits only for targets that have rejected the current generation.
 */
final class RevocationCheck {

  private final VirtualClock clock;
  private final List<RandomTarget> targets;
  private final RandomTarget.Roles roles;
  private final HeardAnswers heard;
  private final HistoryLedger ledger;
  private final Map<String, LeasedGeneration> byLease = new HashMap<>();

  RevocationCheck(
      VirtualClock clock,
      List<RandomTarget> targets,
      RandomTarget.Roles roles,
      HeardAnswers heard,
      HistoryLedger ledger) {
    this.clock = clock;
    this.targets = targets;
    this.roles = roles;
    this.heard = heard;
    this.ledger = ledger;
  }

  /** Takes note of a generation that is handed out. */
  void published(LeasedGeneration generation) {
    byLease.put(generation.lease().id(), generation);
  }

  /** Fails if a target needs a lease that is given back while this generation is current. */
  void assertUnneeded(Lease lease, LeasedGeneration current) {
    LeasedGeneration revoked = byLease.get(lease.id());
    if (revoked == null
        || !revoked.isUsable(clock.now())
        || roles.isDropped(lease.credential())) { // By somebody else: nobody would take it.
      return;
    }
    for (RandomTarget target : targets) {
      assertThat(depends(target, revoked, current)).as(target + " depends on " + revoked).isFalse();
      assertThat(mayDepend(target, revoked, current))
          .as(target + " may depend on " + revoked)
          .isFalse();
    }
  }

  /** Returns whether a target would be served by nothing else, as all know that it rejects that. */
  private boolean depends(RandomTarget target, LeasedGeneration revoked, LeasedGeneration current) {
    return ledger.serves(revoked, target)
        && heard.on(current, target.target) == TargetAnswer.REJECTS
        && isWorthATry(target, revoked)
        && (target.canBeAsked() || !isGivenUp(target, revoked, current))
        && !ledger.servesRetired(target)
        && !seemsServed(target);
  }

  /**
   * Returns whether a target took another generation that can be handed out still, and that another
   * target takes. It may have been restored to a time before that role, and not been asked since.
   */
  private boolean seemsServed(RandomTarget target) {
    return ledger.retired().stream()
        .filter(other -> other.isUsable(clock.now()))
        .filter(other -> heard.on(other, target.target) == TargetAnswer.TAKES)
        .anyMatch(
            other ->
                targets.stream()
                    .filter(one -> one != target)
                    .anyMatch(one -> heard.on(other, one.target) == TargetAnswer.TAKES));
  }

  /**
   * A generation whose role may be gone, or that none took, is given to a target that took it, and
   * no other.
   */
  private boolean isWorthATry(RandomTarget target, LeasedGeneration revoked) {
    TargetAnswer answer = heard.on(revoked, target.target);
    return answer == TargetAnswer.TAKES
        || (answer == null && !heard.haveDropped(revoked) && !revoked.isLost());
  }

  /** The answer of a target that cannot be asked is forgotten soon. */
  private boolean isGivenUp(
      RandomTarget target, LeasedGeneration revoked, LeasedGeneration current) {
    return ledger.serves(current, target) || !isAwaited(revoked, current);
  }

  /**
   * Returns whether a target took it, and has not said that it takes the generation in its place.
   */
  private boolean mayDepend(
      RandomTarget target, LeasedGeneration revoked, LeasedGeneration current) {
    return !revoked.isExpedited()
        && !heard.haveDropped(revoked)
        && heard.on(revoked, target.target) == TargetAnswer.TAKES
        && heard.on(current, target.target) == null
        && !hasTakenAnother(target)
        && (target.canBeAsked() || isAwaited(revoked, current));
  }

  /** Returns whether a target took another generation that can be handed out still. */
  private boolean hasTakenAnother(RandomTarget target) {
    return ledger.retired().stream()
        .filter(other -> other.isUsable(clock.now()))
        .anyMatch(other -> heard.on(other, target.target) == TargetAnswer.TAKES);
  }

  /** A target that cannot be asked is waited for, but not for as long. */
  private boolean isAwaited(LeasedGeneration revoked, LeasedGeneration current) {
    Duration age = clock.now().since(current.bornAt());
    Duration left = revoked.usableFor(clock.now());
    return age.compareTo(LateTargetRouting.KNOWN_BY) < 0 && age.multipliedBy(3).compareTo(left) < 0;
  }
}
