// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Fingerprint;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A generation with the state that the rotation alone may change. */
final class LeasedGeneration implements Generation {

  /**
   * The share of a lease's first duration that a renewal must bring. With less, the lease counts as
   * near its maximum.
   */
  private static final double FULL_RENEWAL = 0.9;

  private final String binding;
  private final long number;
  private final Duration margin;
  private final Lease first;
  private volatile Lease lease;
  private volatile boolean expired;
  private volatile boolean expedited;
  private volatile boolean awaited;
  private volatile @Nullable String fingerprint;
  private volatile @Nullable ClockReading retiredAt;

  /** Never changed, but replaced; written under the lock of this. */
  private volatile Set<Target> heldFor = Collections.emptySet();

  /** The subset of them for which the generation is handed out. */
  private volatile Set<Target> inUseAt = Collections.emptySet();

  private volatile boolean drained;
  private volatile boolean lost;

  LeasedGeneration(String binding, long number, Lease lease, Duration margin) {
    this.binding = binding;
    this.number = number;
    this.lease = lease;
    this.margin = margin;
    this.first = lease;
  }

  @Override
  public String binding() {
    return binding;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public Lease lease() {
    return lease;
  }

  @Override
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = Fingerprint.of(first.id());
      fingerprint = known;
    }
    return known;
  }

  @Override
  public Credential credential() {
    return lease.credential();
  }

  @Override
  public Duration usableFor(ClockReading now) {
    if (expired) {
      return Duration.ZERO;
    }
    Duration left = lease.remaining(now).minus(margin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public boolean isUsable(ClockReading now) {
    Lease current = lease;
    long left = current.duration().toNanos() - now.nanosSince(current.grantedAt());
    return !expired && left > margin.toNanos();
  }

  void renewed(Lease renewal) {
    lease = renewal;
  }

  /** Retires it. Where its lease has no known end, it gets an end now. */
  void retired(ClockReading at) {
    Duration drainsWithin = lease.drainsWithin();
    if (drainsWithin != null && retiredAt == null) {
      lease = lease.renewed(at, drainsWithin.plus(margin), false);
    }
    retiredAt = at;
  }

  @Override
  public @Nullable Duration usableOnceRetired() {
    ClockReading since = retiredAt;
    if (since == null) {
      return null;
    }
    Duration left = lease.remaining(since).minus(margin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public boolean isRetired() {
    return retiredAt != null;
  }

  /** Returns how long the generation has been retired at {@code now}; zero if it is not. */
  Duration drainingFor(ClockReading now) {
    ClockReading since = retiredAt;
    return since == null ? Duration.ZERO : now.since(since);
  }

  /**
   * Ends this generation now, although its lease lasts longer: the generation after the next needs
   * its place.
   */
  void expireNow() {
    expired = true;
  }

  boolean isExpired() {
    return expired;
  }

  /** Says that its role may be gone: its connections are not to take turns when they go. */
  void expedite() {
    expedited = true;
  }

  /** Says that a rotation waits for its place: its connections are not to take turns either. */
  void makeRoom() {
    awaited = true;
  }

  /** Says that its role is gone for all that is known: no target takes it any more. */
  void lose() {
    lost = true;
  }

  /** Says that a target takes it after all. */
  void find() {
    lost = false;
  }

  @Override
  public boolean isExpedited() {
    return expedited || awaited || lost;
  }

  @Override
  public boolean mayBeGone() {
    return expedited || lost || expired;
  }

  @Override
  public boolean goesAtOnce() {
    return isExpedited() || lease.origin() != null;
  }

  /**
   * Keeps a retired generation open for a target that is not known to take the next generation.
   * Returns false when it has drained, so that its credential may be revoked by now.
   *
   * @param inUse whether it is handed out for the target, which rejects the next generation
   */
  synchronized boolean hold(Target target, boolean inUse) {
    if (!drained) {
      heldFor = with(heldFor, target, true);
      inUseAt = with(inUseAt, target, inUse);
    }
    return !drained;
  }

  /** Returns whether connections may be opened with it: it has not drained. */
  boolean isOpen() {
    return !drained;
  }

  /** Returns whether no target took it, for all that was known when it was current. */
  boolean isLost() {
    return lost;
  }

  /** Ends {@link #hold} for a target; returns whether it was in use there. */
  synchronized boolean release(Target target) {
    boolean used = inUseAt.contains(target);
    heldFor = with(heldFor, target, false);
    inUseAt = with(inUseAt, target, false);
    return used;
  }

  private static Set<Target> with(Set<Target> targets, Target target, boolean in) {
    if (targets.contains(target) == in) {
      return targets;
    }
    Set<Target> changed = new HashSet<>(targets);
    boolean ignored = in ? changed.add(target) : changed.remove(target);
    return changed;
  }

  /** Returns whether the generation, though retired, is kept open for this target. */
  boolean isHeldFor(Target target) {
    return heldFor.contains(target);
  }

  /** Returns the targets that it is held for; the returned set never changes. */
  Set<Target> heldFor() {
    return heldFor;
  }

  @Override
  public boolean isInUseAt(Target target) {
    return inUseAt.contains(target);
  }

  @Override
  public synchronized boolean drain(ClockReading now) {
    drained |= heldFor.isEmpty() || !isUsable(now);
    return drained;
  }

  @Override
  public ClockReading bornAt() {
    return first.issuedAt();
  }

  @Override
  public @Nullable Duration maximum() {
    Lease current = lease;
    Duration full = Duration.ofNanos((long) (first.duration().toNanos() * FULL_RENEWAL));
    return current.duration().compareTo(full) >= 0
        ? null
        : current.grantedAt().since(bornAt()).plus(current.duration());
  }

  @Override
  public String toString() {
    return binding + " generation " + number + " (" + lease.credential().username() + ")";
  }
}
