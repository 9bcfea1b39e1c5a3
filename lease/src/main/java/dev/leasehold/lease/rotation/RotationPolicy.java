// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The times at which a binding's lease is renewed, replaced and given up. Immutable. */
public final class RotationPolicy {

  /** The share of a lease's life over which the processes of a fleet spread their renewals. */
  private static final double SPREAD = 0.1;

  /** A tenth of it, five seconds, is how often Vault 1.21 looks for static roles to rotate. */
  private static final Duration SETTLED_BY = Duration.ofSeconds(50);

  private final Duration margin;
  private final double renewAt;
  private final @Nullable Duration rotateAfter;
  private final Duration patience;
  private final Jitter jitter;

  /**
   * Makes a policy.
   *
   * @param margin how long before the end of its lease a connection must be gone
   * @param renewAt the share of the lease's life, less the margin, after which it is renewed;
   *     between 0 and 1
   * @param rotateAfter the age at which a credential is replaced although its lease could continue.
   *     Where the source does not end it, it is read again at that age. Null for never
   * @param patience how long a connection attempt waits for a first credential or for a replacement
   * @param jitter the numbers that set this process apart from the others of its fleet
   */
  public RotationPolicy(
      Duration margin,
      double renewAt,
      @Nullable Duration rotateAfter,
      Duration patience,
      Jitter jitter) {
    this.margin = margin;
    this.renewAt = renewAt;
    this.rotateAfter = rotateAfter;
    this.patience = patience;
    this.jitter = jitter;
  }

  Duration margin() {
    return margin;
  }

  Duration patience() {
    return patience;
  }

  Jitter jitter() {
    return jitter;
  }

  /**
   * Returns how long after its grant a lease is renewed: earlier by up to a tenth, by this
   * process's own share. A credential that the source changes by itself is asked for right after
   * that, later by up to five seconds.
   */
  Duration renewAfter(Lease lease) {
    Duration due = due(lease);
    double share = SPREAD * jitter.fraction();
    if (lease.changesAfter() == null) {
      return share(due, 1 - share);
    }
    return due.plus(share(due.compareTo(SETTLED_BY) < 0 ? due : SETTLED_BY, share));
  }

  /** Returns the age at which generations are to be replaced in this fleet, or null for never. */
  @Nullable Duration fleetsRotateAfter() {
    return rotateAfter;
  }

  /** Returns the age at which this process replaces a generation, or null for never. */
  @Nullable Duration rotateAfter() {
    return rotateAfter == null ? null : share(rotateAfter, 1 - SPREAD * jitter.fraction());
  }

  /**
   * Returns the rest of a lease that must remain for its replacement to wait any longer. It is the
   * margin, and half of the use that is left when renewal is due. So the connections that are open
   * then have as much time again.
   */
  Duration lastCall(Lease lease) {
    return margin.plus(patienceWith(lease));
  }

  /** Returns how long to wait at most between two tries to renew or replace a lease. */
  Duration patienceWith(Lease lease) {
    Duration left = lease.duration().minus(margin).minus(due(lease));
    return left.isNegative() ? Duration.ZERO : left.dividedBy(2);
  }

  /** Returns when a lease is to be renewed: at its share of the time in which it is of use. */
  private Duration due(Lease lease) {
    Duration changes = lease.changesAfter();
    return changes == null ? share(lease.duration().minus(margin), renewAt) : changes;
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }
}
