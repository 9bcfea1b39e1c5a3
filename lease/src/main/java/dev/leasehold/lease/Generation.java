// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One credential's turn in a binding: every physical connection belongs to the generation it was
 * opened with. Numbers start at 1 and rise by one.
 *
 * <p>Identity is the object; {@link #lease()} changes as the lease is renewed.
 */
public final class Generation {

  /**
   * What a renewal must bring, of what the lease had at first, for the lease not to count as near
   * its maximum.
   */
  private static final double FULL_RENEWAL = 0.9;

  private final String binding;
  private final long number;
  private final Duration margin;
  private final Lease first;
  private volatile Lease lease;
  private volatile boolean expired;
  private volatile boolean expedited;
  private volatile @Nullable String fingerprint;
  private volatile @Nullable ClockReading retiredAt;

  /** Never changed, but replaced; written under the lock of this. */
  private volatile Set<Target> heldFor = Collections.emptySet();

  /** The same, of those of them that it is handed out for. */
  private volatile Set<Target> inUseAt = Collections.emptySet();

  private volatile boolean drained;
  private volatile boolean lost;

  Generation(String binding, long number, Lease lease, Duration margin) {
    this.binding = binding;
    this.number = number;
    this.lease = lease;
    this.margin = margin;
    this.first = lease;
  }

  /** Returns the name of the binding. */
  public String binding() {
    return binding;
  }

  /** Returns the generation's number, from 1. */
  public long number() {
    return number;
  }

  /** Returns the lease as it was last renewed. */
  public Lease lease() {
    return lease;
  }

  /**
   * Returns the first eight hexadecimal digits of the SHA-256 of the lease's identifier in UTF-8:
   * enough to tell leases apart where they are shown to others, and of no use to revoke one.
   */
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = Fingerprint.of(first.id());
      fingerprint = known;
    }
    return known;
  }

  /** Returns the credential, the same for the whole generation. */
  public Credential credential() {
    return lease.credential();
  }

  /**
   * Returns the time for which a connection of this generation may still be used at {@code now}:
   * what remains of the lease, less the margin; zero when it may not.
   */
  public Duration usableFor(ClockReading now) {
    if (expired) {
      return Duration.ZERO;
    }
    Duration left = lease.remaining(now).minus(margin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Returns whether {@link #usableFor} leaves any time. Every connect asks: it allocates nothing.
   */
  public boolean isUsable(ClockReading now) {
    Lease current = lease;
    long left = current.duration().toNanos() - now.nanosSince(current.grantedAt());
    return !expired && left > margin.toNanos();
  }

  void renewed(Lease renewal) {
    lease = renewal;
  }

  /** Retires it. Where its lease has no known end, it gets one now. */
  void retired(ClockReading at) {
    Duration drainsWithin = lease.drainsWithin();
    if (drainsWithin != null && retiredAt == null) {
      lease = lease.renewed(at, drainsWithin.plus(margin), false);
    }
    retiredAt = at;
  }

  /**
   * Returns for how long a connection may be used that was borrowed right before the generation was
   * retired: what was left of the lease then, less the margin. Null if it is not retired.
   */
  public @Nullable Duration usableOnceRetired() {
    ClockReading since = retiredAt;
    if (since == null) {
      return null;
    }
    Duration left = lease.remaining(since).minus(margin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Returns whether a later generation has taken this one's place, or its lease has ended. */
  public boolean isRetired() {
    return retiredAt != null;
  }

  /** Returns how long the generation has been retired at {@code now}; zero if it is not. */
  Duration drainingFor(ClockReading now) {
    ClockReading since = retiredAt;
    return since == null ? Duration.ZERO : now.since(since);
  }

  /**
   * Ends this generation now, whatever its lease still has: the next one but this needs its place.
   */
  void expireNow() {
    expired = true;
  }

  boolean isExpired() {
    return expired;
  }

  /** Says that its connections are not to take turns when they go. */
  void expedite() {
    expedited = true;
  }

  /** Says that its role is gone for all that is known: no target takes it any more. */
  void lose() {
    lost = true;
  }

  /** Says that a target takes it after all. */
  void find() {
    lost = false;
  }

  /**
   * Returns whether its connections go all at once: its role may be gone, rejected by the database
   * or lost to Vault, or the next generation but one waits for its place.
   */
  public boolean isExpedited() {
    return expedited || lost;
  }

  /**
   * Returns whether its connections go all at once when it is retired, and take no turns: because
   * it is expedited, or because another program made its credential, which may revoke it once the
   * next one is there.
   */
  public boolean goesAtOnce() {
    return isExpedited() || lease.origin() != null;
  }

  /**
   * Keeps a retired generation open for a target that is not known to take the one after it.
   * Returns false when it has drained, so that its credential may be revoked by now.
   *
   * @param inUse whether it is handed out for the target, which rejects the one after it
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

  /** Returns the targets that it is held for; what is returned stays as it is. */
  Set<Target> heldFor() {
    return heldFor;
  }

  /**
   * Returns whether connections to this target stay, and are opened, although the generation is
   * retired: the target does not take the next one yet. Cheap.
   */
  public boolean isInUseAt(Target target) {
    return inUseAt.contains(target);
  }

  /**
   * Says that nothing of a retired generation is open. Returns whether that is the end of it: not
   * while it is held for a target before its own deadline, as more may be opened there.
   */
  public synchronized boolean drain(ClockReading now) {
    drained |= heldFor.isEmpty() || !isUsable(now);
    return drained;
  }

  /** Returns when the generation's credential was made. */
  public ClockReading bornAt() {
    return first.grantedAt();
  }

  /**
   * Returns how long the lease lasts in all, from its first grant on; null while renewals are as
   * long as the first grant, so that no maximum has shown itself.
   */
  public @Nullable Duration maximum() {
    Lease current = lease;
    Duration full = Duration.ofNanos((long) (first.duration().toNanos() * FULL_RENEWAL));
    return current.duration().compareTo(full) >= 0
        ? null
        : current.grantedAt().since(first.grantedAt()).plus(current.duration());
  }

  @Override
  public String toString() {
    return binding + " generation " + number + " (" + lease.credential().username() + ")";
  }
}
