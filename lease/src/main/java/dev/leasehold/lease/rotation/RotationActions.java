// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Lease;
import dev.leasehold.target.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The orders of the rotation to its surroundings. Calls return at once. An order that takes time
 * reports back through the rotation's events, later and never from within the call.
 */
interface RotationActions {

  /** Fetch a lease; answer with {@code fetched} or {@code fetchFailed}. */
  void fetch();

  /**
   * Try a lease that is not yet published, on every target that the application has reached. Answer
   * with {@code answered} for each, and with {@code validated} or {@code validationFailed}.
   */
  void validate(Lease lease);

  /**
   * Try the current credential, on one target after the other until it is taken; answer with {@code
   * answered} for each, and with {@code checked} or {@code checkFailed}.
   *
   * @param first the target to begin with; null for any
   * @param but a target that needs no question; null for none
   */
  void check(LeasedGeneration generation, @Nullable Target first, @Nullable Target but);

  /** Try the current credential on one target, beside all else; answer with {@code answered}. */
  void probe(LeasedGeneration generation, Target target);

  /** Renew a lease; answer with {@code renewed} or {@code renewFailed}. */
  void renew(LeasedGeneration generation);

  /** Hand out this generation from now on, but for these targets. */
  void publish(LeasedGeneration generation, LateTargets late, String reason);

  /** Hand out something else to these targets, and to none that was named before. */
  void route(LateTargets late);

  /** A target that did not take the current generation takes it; nothing to do but to say so. */
  void caughtUp(LeasedGeneration generation, Target target);

  /** Let the connections of this generation go. */
  void retire(LeasedGeneration generation);

  /** A retired generation has no connection left; nothing to do but to say so. */
  void drained(LeasedGeneration generation);

  /** Give a lease back; no answer is expected. */
  void revoke(Lease lease);

  /** Refuse connections to all targets: there is no valid lease. */
  void refuse(String cause);

  /** The lease was renewed; nothing to do but to say so. */
  void renewed(LeasedGeneration generation);

  /** Something failed and is tried again after {@code retryIn}; nothing to do but to say so. */
  void failed(String operation, Exception cause, Duration retryIn);

  /** Call {@code wake} after this time; replaces an earlier order. */
  void wakeIn(Duration delay);
}
