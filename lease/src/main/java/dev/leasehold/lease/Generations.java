package dev.leasehold.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generations of one binding: at most one is current, those before it drain. Not safe for many
 * threads.
 */
final class Generations {

  /** How soon after a credential was found good a further suspicion is looked into. */
  private static final Duration TRUST = Duration.ofSeconds(5);

  private final String binding;
  private final RotationPolicy policy;
  private final LeaseClock clock;
  private final RotationOrders orders;
  private final List<Generation> draining = new ArrayList<>();
  private long number;
  private @Nullable Generation current;
  private boolean rejected;
  private @Nullable Moment lastChecked;

  Generations(String binding, RotationPolicy policy, LeaseClock clock, RotationOrders orders) {
    this.binding = binding;
    this.policy = policy;
    this.clock = clock;
    this.orders = orders;
  }

  @Nullable Generation current() {
    return current;
  }

  /** Returns whether there has been a generation at all. */
  boolean haveBegun() {
    return number > 0;
  }

  /** Returns whether there is a credential that may be handed out. */
  boolean isServing() {
    return inUse() != null;
  }

  /** Returns the current generation if its credential may be handed out. */
  @Nullable Generation inUse() {
    boolean usable = current != null && !rejected && current.isUsable(clock.now());
    return usable ? current : null;
  }

  /** Makes a lease the current generation and retires the one before. */
  Generation publish(Lease lease, String reason) {
    Generation before = current;
    Generation next = new Generation(binding, ++number, lease, policy.margin());
    if (before != null) {
      draining.add(before); // First of all: should the rest fail, remind() makes up for it.
    }
    current = next;
    rejected = false;
    lastChecked = null;
    orders.publish(next, reason);
    if (before != null) {
      retire(before);
    }
    return next;
  }

  /**
   * Hands the current generation out no more. Returns false if that generation is not current or
   * was rejected before.
   */
  boolean reject(Generation generation) {
    generation.hurry();
    if (!isCurrent(generation) || rejected) {
      return false;
    }
    rejected = true;
    orders.suspend(generation);
    return true;
  }

  /** Hurries the current generation if its lease is not known any more. */
  void hurryIfGone(LeaseException cause) {
    if (current != null && cause.kind() == LeaseException.Kind.GONE) {
      current.hurry();
    }
  }

  /** Notes that the credential of the current generation was found good. */
  void checked() {
    lastChecked = clock.now();
  }

  /**
   * Returns whether it is the current generation that may be lost, and was not found good just now;
   * hurries any other.
   */
  boolean suspect(Generation generation) {
    if (!isCurrent(generation)) {
      generation.hurry();
      return false;
    }
    return lastChecked == null || clock.now().since(lastChecked).compareTo(TRUST) >= 0;
  }

  /** Hurries what still drains: somebody waits for its place. */
  void hurry() {
    draining.forEach(Generation::hurry);
  }

  boolean isCurrent(Generation generation) {
    return generation.equals(current);
  }

  /** Retires the current generation if its time is up. */
  boolean expire() {
    Generation generation = current;
    if (generation == null || generation.isUsable(clock.now())) {
      return false;
    }
    draining.add(generation);
    current = null;
    orders.refuse("the lease of generation " + generation.number() + " has ended");
    retire(generation);
    return true;
  }

  /** Gives back the lease of a retired generation that has no connection left. */
  void drained(Generation generation) {
    if (draining.contains(generation)) {
      orders.drained(generation);
      orders.revoke(generation.lease());
      draining.remove(generation);
    }
  }

  /**
   * Takes note of a renewal that was answered after the lease had ended for all that was known: its
   * role lives on, to be revoked and not to be used.
   */
  void renewedTooLate(Generation generation, Lease renewal) {
    if (!renewal.credential().equals(generation.credential())) {
      return;
    }
    if (draining.contains(generation)) {
      generation.cut();
      generation.renewed(renewal);
    } else {
      orders.revoke(renewal);
    }
  }

  /** Retires again what has not drained, should the JVM have had no memory for it before. */
  void remind() {
    draining.forEach(this::retire);
  }

  /**
   * Returns whether no role but the current one is left. A lease that ends none does not count, nor
   * one that has ended by itself: a driver that hangs in {@code abort} may keep its generation.
   */
  boolean isDrained() {
    Moment now = clock.now();
    return draining.stream()
        .map(Generation::lease)
        .noneMatch(lease -> lease.revocable() && !lease.remaining(now).isZero());
  }

  /** Ends what still drains. Returns false if that was done before and did not help. */
  boolean cut() {
    boolean news = false;
    for (Generation generation : draining) {
      news |= !generation.isCut();
      generation.cut();
    }
    return news;
  }

  /** Returns what remains of the current generation's life, or null without one. */
  @Nullable Duration life() {
    return current == null ? null : current.usableFor(clock.now());
  }

  /** Gives back everything. */
  void close() {
    draining.forEach(generation -> orders.revoke(generation.lease()));
    draining.clear();
    if (current != null) {
      orders.revoke(current.lease());
      current = null;
    }
  }

  private void retire(Generation generation) {
    generation.retired(clock.now());
    orders.retire(generation);
  }
}
