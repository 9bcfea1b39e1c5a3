package dev.leasehold.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a binding's lease is renewed, replaced and given up. Immutable. */
public final class RotationPolicy {

  /** The share of a lease's life over which the processes of a fleet spread their renewals. */
  private static final double SPREAD = 0.1;

  private final Duration margin;
  private final double renewAt;
  private final @Nullable Duration rotateAfter;
  private final Duration patience;
  private final Jitter jitter;

  /**
   * Makes a policy.
   *
   * @param margin how long before the end of its lease a connection must be gone
   * @param renewAt the share of the lease's life after which it is renewed, between 0 and 1
   * @param rotateAfter the age at which a credential is replaced although its lease could go on;
   *     null for never
   * @param patience how long a connection attempt waits for a first credential or for a replacement
   * @param jitter what sets this process apart from the others of its fleet
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
   * process's own share.
   */
  Duration renewAfter(Lease lease) {
    return share(lease.duration(), renewAt - SPREAD * renewAt * jitter.fraction());
  }

  /** Returns the age at which a generation is replaced, or null for never. */
  @Nullable Duration rotateAfter() {
    return rotateAfter == null ? null : share(rotateAfter, 1 - SPREAD * jitter.fraction());
  }

  /**
   * Returns what must remain of a lease for its replacement to wait any longer: half of what is
   * left when renewal is due, so that as much is left again for the connections that are open then.
   */
  Duration lastCall(Lease lease) {
    return share(lease.duration(), (1 - renewAt) / 2);
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }
}
