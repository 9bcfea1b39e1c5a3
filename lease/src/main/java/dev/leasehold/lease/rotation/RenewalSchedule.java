// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The next need of the current generation, and its time: a renewal, or a replacement. */
final class RenewalSchedule {

  private final RotationPolicy policy;
  private final LeaseClock clock;
  private boolean remarked;

  RenewalSchedule(RotationPolicy policy, LeaseClock clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /** Sets the alarm to when the generation needs something next. */
  void schedule(LeasedGeneration generation, RotationTimer timer) {
    Lease lease = generation.lease();
    timer.setAt(lease.grantedAt(), policy.renewAfter(lease));
    Duration age = policy.rotateAfter();
    if (age != null) {
      // A credential that the source does not end is read again at that age, and replaced if it
      // changed.
      timer.noLaterThan(lease.revocable() ? generation.bornAt() : lease.grantedAt(), age);
    }
  }

  /** Returns why the generation is to be replaced by now; null when a renewal will do. */
  @Nullable String replacementDue(LeasedGeneration generation) {
    if (isOld(generation)) {
      return "the credential has reached its age";
    }
    if (!generation.lease().renewable()) {
      return "the lease is not renewable" + remark(generation);
    }
    return isLastCall(generation) ? "renewal keeps failing and the lease is about to end" : null;
  }

  /** Returns why a generation is to be replaced that was just renewed; null when it is not. */
  @Nullable String maximumReached(LeasedGeneration generation) {
    Duration maximum = generation.maximum();
    return maximum == null || !generation.lease().revocable()
        ? null
        : "the lease is near its maximum TTL: it was renewed for "
            + generation.lease().duration().getSeconds()
            + " s, and ends "
            + maximum.getSeconds()
            + " s after its first grant"
            + remark(generation);
  }

  /**
   * Returns whether the lease is to be renewed although a replacement is on its way. The credential
   * then outlives a delay of the replacement.
   */
  boolean renewalDue(LeasedGeneration generation) {
    Lease lease = generation.lease();
    return lease.renewable()
        && isFull(generation)
        && !isLastCall(generation)
        && since(lease.grantedAt()).compareTo(policy.renewAfter(lease)) >= 0;
  }

  boolean isLastCall(LeasedGeneration generation) {
    return untilLastCall(generation).isZero();
  }

  /** Returns the time until the replacement of this generation can wait no longer. */
  Duration untilLastCall(LeasedGeneration generation) {
    Lease lease = generation.lease();
    Duration left = lease.remaining(clock.now()).minus(policy.lastCall(lease));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Returns whether a candidate may wait for the next try. Not where no credential is in use. If it
   * could not be tried, the database is away, and the application should hear that from it. Nor at
   * the last call of the credential in use: a candidate that was not tried, or that some targets
   * reject, is better than none. Targets that reject it keep the credential before.
   */
  boolean mayWait(@Nullable LeasedGeneration current) {
    return current != null && !isLastCall(current);
  }

  /**
   * Returns how long to wait at most between two tries to renew or replace a generation. A kept
   * lease, or a credential that is read again, may replace the generation untried at its last call.
   * The wait is half as long then, so that the generation keeps that half to drain in.
   */
  Duration patience(LeasedGeneration generation, PendingLease pending) {
    Duration patience = policy.patienceWith(generation.lease());
    boolean untried = pending.isKept() || !generation.lease().revocable();
    return untried ? patience.dividedBy(2) : patience;
  }

  /** Returns whether the last renewal was as long as the lease at first: no maximum is near. */
  private boolean isFull(LeasedGeneration generation) {
    return !generation.lease().revocable() || generation.maximum() == null;
  }

  /** Says once, with the numbers, that no credential reaches the age at which it is replaced. */
  private String remark(LeasedGeneration generation) {
    Duration age = policy.fleetsRotateAfter();
    Duration longest = since(generation.bornAt()).plus(generation.lease().remaining(clock.now()));
    if (remarked || age == null || longest.compareTo(age) > 0) {
      return "";
    }
    remarked = true;
    return "; leasehold.rotate-after ("
        + age.getSeconds()
        + " s) never comes to bear, because a lease ends after "
        + longest.getSeconds()
        + " s. Lower it, or raise the max TTL of the role or of the Vault token";
  }

  private boolean isOld(LeasedGeneration generation) {
    Duration age = policy.rotateAfter();
    return age != null
        && generation.lease().revocable()
        && since(generation.bornAt()).compareTo(age) >= 0;
  }

  private Duration since(ClockReading earlier) {
    return clock.now().since(earlier);
  }
}
