package dev.leasehold.lease;

import java.time.Duration;

/**
 * One credential's turn in a binding: every physical connection belongs to the generation it was
 * opened with. Numbers start at 1 and rise by one.
 *
 * <p>Identity is the object; {@link #lease()} changes as the lease is renewed.
 */
public final class Generation {

  private final String binding;
  private final long number;
  private final Duration margin;
  private volatile Lease lease;

  Generation(String binding, long number, Lease lease, Duration margin) {
    this.binding = binding;
    this.number = number;
    this.lease = lease;
    this.margin = margin;
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

  /** Returns the credential, the same for the whole generation. */
  public Credential credential() {
    return lease.credential();
  }

  /**
   * Returns the time for which a connection of this generation may still be used at {@code now}:
   * what remains of the lease, less the margin; zero when it may not.
   */
  public Duration usableFor(Moment now) {
    Duration left = lease.remaining(now).minus(margin);
    return left.isNegative() ? Duration.ZERO : left;
  }

  void renewed(Lease renewal) {
    lease = renewal;
  }

  @Override
  public String toString() {
    return binding + " generation " + number + " (" + lease.credential().username() + ")";
  }
}
