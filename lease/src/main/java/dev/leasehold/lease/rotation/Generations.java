// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The generations of one binding: at most one generation is current, the others drain. Not safe for
 * many threads.
 */
final class Generations {

  private final String binding;
  private final RotationPolicy policy;
  private final LeaseClock clock;
  private final RotationActions actions;
  private final List<LeasedGeneration> draining = new ArrayList<>();
  private long number;
  private @Nullable LeasedGeneration current;
  private boolean rejected;

  Generations(String binding, RotationPolicy policy, LeaseClock clock, RotationActions actions) {
    this.binding = binding;
    this.policy = policy;
    this.clock = clock;
    this.actions = actions;
  }

  @Nullable LeasedGeneration current() {
    return current;
  }

  /** Returns whether there has been a generation at all. */
  boolean haveBegun() {
    return number > 0;
  }

  /** Returns whether there is a credential that a target takes, as far as is known. */
  boolean isServing() {
    return inUse() != null;
  }

  /** Returns whether there is a current generation, and its lease has use left. */
  boolean isUsable() {
    return current != null && current.isUsable(clock.now());
  }

  /** Returns the current generation if its lease has use left and a target may take it. */
  @Nullable LeasedGeneration inUse() {
    boolean usable = current != null && !rejected && current.isUsable(clock.now());
    return usable ? current : null;
  }

  /** Returns the retired generations that have not drained, the oldest first. */
  List<LeasedGeneration> retired() {
    return draining;
  }

  /** Returns the draining generations that a target may still be given. */
  List<LeasedGeneration> open(ClockReading now) {
    List<LeasedGeneration> open = new ArrayList<>();
    for (LeasedGeneration generation : draining) {
      if (generation.isUsable(now) && generation.isOpen()) {
        open.add(generation);
      }
    }
    return open;
  }

  /** Returns whether a retired generation is kept open for a target. */
  boolean areHeldFor(Target target) {
    return draining.stream().anyMatch(generation -> generation.isHeldFor(target));
  }

  /** Returns the credentials of all generations. */
  Set<Credential> living() {
    Set<Credential> living = new HashSet<>();
    draining.forEach(generation -> living.add(generation.credential()));
    if (current != null) {
      living.add(current.credential());
    }
    return living;
  }

  /**
   * Makes a lease the current generation and retires the generation before.
   *
   * @param late asked for the targets that do not take it when it is current, and the generation
   *     before is not retired yet
   */
  LeasedGeneration publish(Lease lease, String reason, Supplier<LateTargets> late) {
    LeasedGeneration before = current;
    LeasedGeneration next = new LeasedGeneration(binding, ++number, lease, policy.margin());
    if (before != null) {
      draining.add(before); // First of all: should the rest fail, remind() makes up for it.
    }
    current = next;
    rejected = false;
    actions.publish(next, late.get(), reason);
    if (before != null) {
      retire(before);
    }
    return next;
  }

  /**
   * Notes that no target takes the current generation. Returns false if that generation is not
   * current or was rejected before.
   */
  boolean reject(LeasedGeneration generation) {
    generation.lose();
    if (!isCurrent(generation) || rejected) {
      return false;
    }
    rejected = true;
    return true;
  }

  /** Notes that a target takes the current generation after all. */
  void accept(LeasedGeneration generation) {
    if (isCurrent(generation)) {
      rejected = false;
      generation.find();
    }
  }

  /** Expedites the current generation if its lease is not known any more. */
  void expediteIfGone(LeaseException cause) {
    if (current != null && cause.kind() == LeaseException.Kind.GONE) {
      current.expedite();
    }
  }

  /** Expedites the draining generations: a rotation waits for their place. */
  void expedite() {
    draining.forEach(LeasedGeneration::makeRoom);
  }

  boolean isCurrent(LeasedGeneration generation) {
    return generation.equals(current);
  }

  /** Retires the current generation if its time is up. */
  boolean expire() {
    LeasedGeneration generation = current;
    if (generation == null || generation.isUsable(clock.now())) {
      return false;
    }
    draining.add(generation);
    current = null;
    actions.refuse("the lease of generation " + generation.number() + " has ended");
    retire(generation);
    return true;
  }

  /** Gives back the lease of a retired generation that has no connection left. */
  void drained(LeasedGeneration generation) {
    if (draining.contains(generation)) {
      actions.drained(generation);
      actions.revoke(generation.lease());
      draining.remove(generation);
    }
  }

  /**
   * Takes note of a renewal that was answered after the known end of the lease. Its role lives on,
   * to be revoked and not to be used.
   */
  void renewedTooLate(LeasedGeneration generation, Lease renewal) {
    if (!renewal.credential().equals(generation.credential())) {
      return;
    }
    if (draining.contains(generation)) {
      generation.expireNow();
      generation.renewed(renewal);
    } else {
      actions.revoke(renewal);
    }
  }

  /** Retires the draining generations again, should the JVM have had no memory for it before. */
  void remind() {
    draining.forEach(this::retire);
  }

  /**
   * Returns whether no role but the current role is left. A lease that ends no role does not count,
   * nor a lease that has ended by itself. A driver that hangs in {@code abort} may keep its
   * generation.
   */
  boolean isDrained() {
    ClockReading now = clock.now();
    return draining.stream()
        .map(LeasedGeneration::lease)
        .noneMatch(lease -> lease.revocable() && !lease.remaining(now).isZero());
  }

  /** Ends the draining generations. Returns false if that was done before and did not help. */
  boolean expireNow() {
    boolean news = false;
    for (LeasedGeneration generation : draining) {
      news |= !generation.isExpired();
      generation.expireNow();
    }
    return news;
  }

  /** Returns the rest of the current generation's life; null without a current generation. */
  @Nullable Duration life() {
    return current == null ? null : current.usableFor(clock.now());
  }

  /** Gives back everything. */
  void close() {
    draining.forEach(generation -> actions.revoke(generation.lease()));
    draining.clear();
    if (current != null) {
      actions.revoke(current.lease());
      current = null;
    }
  }

  private void retire(LeasedGeneration generation) {
    generation.retired(clock.now());
    actions.retire(generation);
  }
}
