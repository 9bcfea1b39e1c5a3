package dev.leasehold.lease;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives leases back and does not let go before it has worked or the lease has ended by itself.
 * Works on the threads it is given. Safe for many threads.
 */
final class Revoker {

  private final String binding;
  private final LeaseSource source;
  private final LeaseListener listener;
  private final LeaseClock clock;
  private final LifeThreads threads;
  private final Jitter jitter;
  private final Set<Lease> owed = ConcurrentHashMap.newKeySet();

  Revoker(
      String binding,
      LeaseSource source,
      LeaseListener listener,
      LeaseClock clock,
      LifeThreads threads,
      Jitter jitter) {
    this.binding = binding;
    this.source = source;
    this.listener = listener;
    this.clock = clock;
    this.threads = threads;
    this.jitter = jitter;
  }

  /** Gives a lease back, off the caller's thread, as often as it takes. */
  void revoke(Lease lease) {
    if (lease.revocable()) {
      owed.add(lease);
      Backoff backoff = new Backoff(Duration.ofSeconds(30), jitter);
      threads.revoke(() -> attempt(lease, backoff));
    }
  }

  /** Tries once more what has not worked so far. */
  void lastAttempt() {
    for (Lease lease : owed) {
      threads.revoke(() -> attempt(lease, new Backoff(Duration.ofSeconds(1), jitter)));
    }
  }

  private void attempt(Lease lease, Backoff backoff) {
    if (!owed.contains(lease)) {
      return;
    }
    try {
      source.revoke(lease);
      owed.remove(lease);
      listener.revoked(binding, lease);
    } catch (LeaseException e) {
      Duration left = lease.remaining(clock.now());
      if (left.isZero()) {
        owed.remove(lease); // It has ended by itself.
        return;
      }
      Duration wait = backoff.next(left);
      listener.failed(binding, "revoke", e, wait);
      threads.later(wait, () -> threads.revoke(() -> attempt(lease, backoff)));
    }
  }
}
