package dev.leasehold.lease;

import java.time.Duration;

/**
 * What the rotation orders its surroundings to do. Calls return at once; what takes time reports
 * back through the rotation's events, later and never from within the call.
 */
interface RotationOrders {

  /** Fetch a lease; answer with {@code fetched} or {@code fetchFailed}. */
  void fetch();

  /** Try a lease that is not yet published; answer with {@code proven} or {@code disproven}. */
  void prove(Lease lease);

  /** Try the current credential; answer with {@code checked} or {@code checkFailed}. */
  void check(Generation generation);

  /** Renew a lease; answer with {@code renewed} or {@code renewFailed}. */
  void renew(Generation generation);

  /** Hand out this generation from now on. */
  void publish(Generation generation, String reason);

  /**
   * Hand out nothing for the present: the current credential was rejected and a replacement is on
   * its way.
   */
  void suspend(Generation rejected);

  /** Let the connections of this generation go. */
  void retire(Generation generation);

  /** A retired generation has no connection left; nothing to do but to say so. */
  void drained(Generation generation);

  /** Give a lease back; no answer is expected. */
  void revoke(Lease lease);

  /** Refuse connections: there is no valid lease, or new ones are rejected as well. */
  void refuse(String cause);

  /** The lease was renewed; nothing to do but to say so. */
  void renewed(Generation generation);

  /** Something failed and is tried again after {@code retryIn}; nothing to do but to say so. */
  void failed(String operation, Exception cause, Duration retryIn);

  /** Call {@code wake} after this time; replaces an earlier order. */
  void wakeIn(Duration delay);
}
