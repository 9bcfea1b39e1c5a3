// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lease that is taken out but not yet published: at most one lease. Not safe for many threads.
 */
final class PendingLease {

  /** How often the database may reject it before connects are refused: about two seconds. */
  private static final int MAX_FAILED_VALIDATIONS = 4;

  private final RotationPolicy policy;
  private final LeaseClock clock;
  private final RotationActions actions;
  private @Nullable Lease lease;
  private int failedValidations;

  PendingLease(RotationPolicy policy, LeaseClock clock, RotationActions actions) {
    this.policy = policy;
    this.clock = clock;
    this.actions = actions;
  }

  /** Takes a lease in. Throws, and gives it back, if it is of no use. */
  void take(Lease fetched) throws LeaseException {
    giveBack();
    if (isSpent(fetched)) {
      actions.revoke(fetched);
      throw isLongEnough(fetched) ? ended() : tooShort(fetched);
    }
    lease = fetched;
  }

  /**
   * Returns the lease if it is worth another trial; gives it back and returns null if not. A lease
   * that would be renewed by now if it were in use may end soon after it is published.
   */
  @Nullable Lease fresh() {
    if (lease != null && (isSpent(lease) || isDue(lease))) {
      forget();
    }
    return lease;
  }

  /** Returns whether it has this credential. */
  boolean isOn(Credential credential) {
    return lease != null && lease.credential().equals(credential);
  }

  /** Returns the lease's credential; null without a lease. */
  @Nullable Credential credential() {
    return lease == null ? null : lease.credential();
  }

  /** Returns whether there is a lease, be it of use or not. */
  boolean isKept() {
    return lease != null;
  }

  /**
   * Returns the lease if it is of use, and lets go of it: it is published. Gives it back and
   * returns null if not.
   */
  @Nullable Lease release() {
    if (lease != null && isSpent(lease)) {
      giveBack();
    }
    Lease released = lease;
    lease = null;
    failedValidations = 0;
    return released;
  }

  /**
   * Notes that the database rejected it. Gives it back once it is so old that each replica knows
   * its role. Gives it back at once where the source may have another credential by the next try.
   *
   * @return whether that was one time too many for connects to wait any longer
   */
  boolean rejected() {
    boolean tooMany = ++failedValidations >= MAX_FAILED_VALIDATIONS;
    if (lease != null && (!lease.revocable() || (tooMany && isKnownEverywhere(lease)))) {
      giveBack();
    }
    failedValidations = tooMany && lease == null ? 0 : failedValidations;
    return tooMany;
  }

  /**
   * Notes that some target rejects it while another cannot be asked. Gives it back where the source
   * may have another by the next try: it may be an error that was corrected since.
   */
  void doubted() {
    if (lease != null && !lease.revocable()) {
      giveBack();
    }
  }

  private boolean isKnownEverywhere(Lease candidate) {
    return clock.now().since(candidate.grantedAt()).compareTo(LateTargetRouting.KNOWN_BY) >= 0;
  }

  /** Returns the rejection; its message names the credential's origin, where that is known. */
  SQLException named(SQLException rejection) {
    String origin = lease == null ? null : lease.origin();
    return origin == null
        ? rejection
        : new SQLException(
            rejection.getMessage() + " (the credential is from " + origin + ")",
            rejection.getSQLState(),
            rejection.getErrorCode(),
            rejection);
  }

  /** Gives it back, and forgets the database's rejections. */
  void forget() {
    giveBack();
    failedValidations = 0;
  }

  void giveBack() {
    if (lease != null) {
      actions.revoke(lease);
      lease = null;
    }
  }

  /**
   * Returns the failure of a candidate that was long enough once, or was given back when it was
   * tried.
   */
  static LeaseException ended() {
    return new LeaseException(
        LeaseException.Kind.UNAVAILABLE,
        "the new lease has ended before it was of use. The clock was set, the machine was"
            + " suspended, or Vault or the database took too long");
  }

  private boolean isSpent(Lease candidate) {
    return candidate.remaining(clock.now()).compareTo(policy.margin()) <= 0;
  }

  private boolean isDue(Lease candidate) {
    Duration age = clock.now().since(candidate.grantedAt());
    return age.compareTo(policy.renewAfter(candidate)) >= 0;
  }

  private boolean isLongEnough(Lease candidate) {
    return candidate.duration().compareTo(policy.margin()) > 0;
  }

  private LeaseException tooShort(Lease candidate) {
    return new LeaseException(
        LeaseException.Kind.INVALID,
        "the lease lasts "
            + candidate.duration().toMillis()
            + " ms, which is not longer than leasehold.margin ("
            + policy.margin().toMillis()
            + " ms): "
            + (candidate.cutShortBy() == null
                ? "raise the role's TTL or lower the margin"
                : candidate.cutShortBy()));
  }
}
