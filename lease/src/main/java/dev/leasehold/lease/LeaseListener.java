// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import dev.leasehold.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A listener for all events of a lease's life; the seam for logs, metrics and tests. Called on
 * Leasehold's own threads; must return soon and must not throw.
 */
public interface LeaseListener {

  /** A listener that does nothing. */
  LeaseListener NONE = new LeaseListener() {};

  /**
   * A lease was taken out that is long enough to be used. Not called for a lease that an earlier
   * process took out.
   *
   * @param took how long its source needed, with the login where a login was due
   */
  default void fetched(String binding, Lease lease, Duration took) {}

  /** A generation is the current generation from now on. {@code reason} is why it was fetched. */
  default void published(Generation generation, String reason) {}

  /** The current generation's lease was renewed. */
  default void renewed(Generation generation) {}

  /** A generation is no longer current: connections opened with it are to go. */
  default void retired(Generation generation) {}

  /** A retired generation has no connection left, after this time. */
  default void drained(Generation generation, Duration after) {}

  /**
   * A lease is to be given back to its source, whether it was ever published or not. The result
   * follows by {@link #revoked}, {@link #revokeFailed} or {@link #lapsed}. Called only for leases
   * that their source can revoke.
   */
  default void owed(String binding, Lease lease) {}

  /** A lease was given back to its source, whether it was ever published or not. */
  default void revoked(String binding, Lease lease) {}

  /**
   * A lease could not be given back. The next try is after {@code retryIn}. A listener without a
   * method of its own for this event gets {@link #failed}, as for every other failure.
   */
  default void revokeFailed(String binding, Lease lease, Exception cause, Duration retryIn) {
    failed(binding, "revoke", cause, retryIn);
  }

  /** A lease that was to be given back has ended by itself before. */
  default void lapsed(String binding, Lease lease) {}

  /**
   * An operation failed and will be tried again after {@code retryIn}.
   *
   * @param operation one of fetch, probe, renew, revoke, or internal for a fault of Leasehold's own
   */
  default void failed(String binding, String operation, Exception cause, Duration retryIn) {}

  /**
   * A target does not take the current generation, which another target takes, or which it may take
   * yet. Told again whenever it has been offered that generation once more.
   *
   * @param instead the earlier generation that its connections get; null when they wait, as another
   *     target takes the current generation
   * @param said the target's message; no secret
   */
  default void lagging(
      Generation current, Target target, @Nullable Generation instead, String said) {}

  /** A target that did not take the current generation takes it now. */
  default void caughtUp(Generation current, Target target) {}

  /**
   * Connections to a target that takes no generation are refused. Connections to other targets are
   * not.
   */
  default void refusing(Generation current, Target target, String said) {}

  /** The binding has no valid lease from now on: matched connections are refused. */
  default void refusing(String binding, String cause) {}
}
