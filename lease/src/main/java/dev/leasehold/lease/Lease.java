// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A credential and the time for which its source vouches for it. Immutable: a renewal is a new
 * {@code Lease} with the same id and credential.
 *
 * <p>{@code grantedAt} is read before the request is sent, so that a slow answer makes the lease
 * shorter, never longer.
 */
public final class Lease {

  private final String id;
  private final Credential credential;
  private final ClockReading grantedAt;
  private final Duration duration;
  private final boolean renewable;
  private final boolean revocable;
  private final @Nullable Duration changesAfter;
  private final @Nullable String cutShortBy;

  /**
   * Makes a lease.
   *
   * @param id the source's identifier; not secret, but enough to revoke with a token that may
   * @param credential what the lease is on
   * @param grantedAt when the request was sent that granted or last renewed it
   * @param duration how long it lasts from {@code grantedAt}; positive
   * @param renewable whether the source says it can be renewed, or be asked whether it still holds
   * @param revocable whether the source can revoke it; false for static roles, KV secrets and files
   */
  public Lease(
      String id,
      Credential credential,
      ClockReading grantedAt,
      Duration duration,
      boolean renewable,
      boolean revocable) {
    this.id = id;
    this.credential = credential;
    this.grantedAt = grantedAt;
    this.duration = duration;
    this.renewable = renewable;
    this.revocable = revocable;
    this.changesAfter = null;
    this.cutShortBy = null;
  }

  private Lease(
      Lease on,
      ClockReading at,
      Duration duration,
      boolean renewable,
      @Nullable Duration time,
      @Nullable String cutShortBy) {
    this.id = on.id;
    this.credential = on.credential;
    this.grantedAt = at;
    this.duration = duration;
    this.renewable = renewable;
    this.revocable = on.revocable;
    this.changesAfter = time;
    this.cutShortBy = cutShortBy;
  }

  /** Returns the source's identifier of the lease. */
  public String id() {
    return id;
  }

  /** Returns the credential that the lease is on. */
  public Credential credential() {
    return credential;
  }

  /** Returns when the lease was granted or last renewed. */
  public ClockReading grantedAt() {
    return grantedAt;
  }

  /** Returns how long the lease lasts from {@link #grantedAt()}. */
  public Duration duration() {
    return duration;
  }

  /** Returns whether the source says that the lease can be renewed. */
  public boolean renewable() {
    return renewable;
  }

  /** Returns whether the source can revoke the lease. */
  public boolean revocable() {
    return revocable;
  }

  /** Returns what remains of the lease at {@code now}; zero when it has ended. */
  public Duration remaining(ClockReading now) {
    Duration left = duration.minus(now.since(grantedAt));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Returns how long after {@link #grantedAt()} the source changes the credential by itself; null
   * when it does not. Such a lease lasts longer than that, for the connections that are open then.
   */
  public @Nullable Duration changesAfter() {
    return changesAfter;
  }

  /** Returns this lease with a new grant; id and credential stay. */
  public Lease renewed(ClockReading at, Duration newDuration, boolean stillRenewable) {
    return new Lease(this, at, newDuration, stillRenewable, changesAfter, null);
  }

  /** Returns this lease on a credential that the source changes after so long. */
  public Lease changingAfter(Duration time) {
    return new Lease(this, grantedAt, duration, renewable, time, cutShortBy);
  }

  /**
   * Returns why the lease is shorter than what the source granted, with the next step; null when it
   * is not.
   */
  public @Nullable String cutShortBy() {
    return cutShortBy;
  }

  /** Returns this lease as one that is shorter than what the source granted, for a reason. */
  public Lease cutShort(String reason) {
    return new Lease(this, grantedAt, duration, renewable, changesAfter, reason);
  }

  @Override
  public String toString() {
    return "lease on " + credential.username() + " for " + duration.toMillis() + " ms";
  }
}
