// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.time.Duration;
import java.time.Instant;
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
  private final Remarks remarks;

  /**
   * Makes a lease.
   *
   * @param id the source's identifier; not secret, but enough to revoke with a token whose policy
   *     allows that
   * @param credential the credential that the lease is on
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
    this.remarks = new Remarks();
  }

  private Lease(Lease on, ClockReading at, Duration duration, boolean renewable, Remarks remarks) {
    this.id = on.id;
    this.credential = on.credential;
    this.grantedAt = at;
    this.duration = duration;
    this.renewable = renewable;
    this.revocable = on.revocable;
    this.remarks = remarks;
  }

  private Lease with(Remarks other) {
    return new Lease(this, grantedAt, duration, renewable, other);
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

  /**
   * Returns when the source gave the credential out; by the previous process, where that took the
   * lease out.
   */
  public ClockReading issuedAt() {
    ClockReading issuedAt = remarks.issuedAt;
    return issuedAt == null ? grantedAt : issuedAt;
  }

  /** Returns this lease on a credential that the source gave out then. */
  public Lease issued(ClockReading at) {
    Remarks changed = new Remarks(remarks);
    changed.issuedAt = at;
    return with(changed);
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

  /** Returns the rest of the lease at {@code now}; zero when it has ended. */
  public Duration remaining(ClockReading now) {
    Duration left = duration.minus(now.since(grantedAt));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns when the lease ends by the wall clock that it was granted at. */
  public Instant endsAt() {
    return Instant.ofEpochMilli(grantedAt.wallMillis()).plus(duration);
  }

  /**
   * Returns how long after {@link #grantedAt()} the source changes the credential by itself; null
   * when it does not. Such a lease lasts longer than that, for the connections that are open then.
   */
  public @Nullable Duration changesAfter() {
    return remarks.changesAfter;
  }

  /** Returns this lease with a new grant; id and credential stay. */
  public Lease renewed(ClockReading at, Duration newDuration, boolean stillRenewable) {
    Remarks kept = new Remarks(remarks);
    kept.cutShortBy = null;
    kept.issuedAt = issuedAt();
    kept.resumed = false;
    return new Lease(this, at, newDuration, stillRenewable, kept);
  }

  /** Returns this lease on a credential that the source changes after so long. */
  public Lease changingAfter(Duration time) {
    Remarks changed = new Remarks(remarks);
    changed.changesAfter = time;
    return with(changed);
  }

  /**
   * Returns the reason why the lease is shorter than the source's grant, with the next step; null
   * when it is not shorter.
   */
  public @Nullable String cutShortBy() {
    return remarks.cutShortBy;
  }

  /** Returns this lease as a lease that is shorter than the source's grant, for a reason. */
  public Lease cutShort(String reason) {
    Remarks changed = new Remarks(remarks);
    changed.cutShortBy = reason;
    return with(changed);
  }

  /**
   * Returns how long a lease's connections may be used once another lease has taken its place. Null
   * where the source says when the lease ends.
   */
  public @Nullable Duration drainsWithin() {
    return remarks.drainsWithin;
  }

  /**
   * Returns this lease as a lease whose end the source does not know. Its duration is a stand-in,
   * and its connections have so long to go once another lease has taken its place.
   */
  public Lease withoutKnownEnd(Duration drainsWithin) {
    Remarks changed = new Remarks(remarks);
    changed.drainsWithin = drainsWithin;
    return with(changed);
  }

  /**
   * Returns the file that the credential was read from and the time of its writing, for messages;
   * null when the source makes credentials.
   */
  public @Nullable String origin() {
    return remarks.origin;
  }

  /** Returns this lease with the origin of its credential. */
  public Lease readFrom(String origin) {
    Remarks changed = new Remarks(remarks);
    changed.origin = origin;
    return with(changed);
  }

  /**
   * Returns whether an earlier process took the lease out, and nobody has renewed it since this one
   * took it over.
   */
  public boolean isResumed() {
    return remarks.resumed;
  }

  /** Returns this lease as a lease that an earlier process took out. */
  public Lease resumed() {
    Remarks changed = new Remarks(remarks);
    changed.resumed = true;
    return with(changed);
  }

  @Override
  public String toString() {
    return "lease on " + credential.username() + " for " + duration.toMillis() + " ms";
  }

  /**
   * The remarks of a source on a lease, beside its length; they never change once a lease has them.
   */
  private static final class Remarks {
    private @Nullable ClockReading issuedAt;
    private @Nullable Duration changesAfter;
    private @Nullable String cutShortBy;
    private @Nullable Duration drainsWithin;
    private @Nullable String origin;
    private boolean resumed;

    Remarks() {}

    Remarks(Remarks other) {
      this.issuedAt = other.issuedAt;
      this.changesAfter = other.changesAfter;
      this.cutShortBy = other.cutShortBy;
      this.drainsWithin = other.drainsWithin;
      this.origin = other.origin;
      this.resumed = other.resumed;
    }
  }
}
