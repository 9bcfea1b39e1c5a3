// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Gives leases back and does not let go before it has worked or the lease has ended by itself.
 * Works on the threads it is given. Safe for many threads.
 */
final class LeaseRevoker {

  private final String binding;
  private final LeaseSource source;
  private final LeaseListener listener;
  private final LeaseClock clock;
  private final BindingWorkers threads;
  private final Jitter jitter;
  private final Set<Lease> owed = ConcurrentHashMap.newKeySet();

  @GuardedBy("this") private int firstAttempts;

  LeaseRevoker(
      String binding,
      LeaseSource source,
      LeaseListener listener,
      LeaseClock clock,
      BindingWorkers threads,
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
      listener.owed(binding, lease);
      Backoff backoff = new Backoff(Duration.ofSeconds(30), jitter);
      begin(() -> attempt(lease, backoff));
    }
  }

  private void begin(Runnable firstAttempt) {
    count(1);
    try {
      threads.revoke(
          () -> {
            try {
              firstAttempt.run();
            } finally {
              count(-1);
            }
          });
    } catch (RuntimeException | Error notBegun) {
      count(-1);
      throw notBegun;
    }
  }

  private synchronized void count(int change) {
    firstAttempts += change;
    notifyAll();
  }

  /**
   * Waits until each pending revocation was tried once, so that the role is gone before the next
   * role comes; no longer than {@code bound}.
   */
  synchronized void settle(Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    try {
      for (long left = bound.toNanos();
          firstAttempts > 0 && left > 0;
          left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException notOurs) {
      // By the application, which interrupts every thread: this thread has no use for the flag, and
      // a fetch that follows would fail with it.
    }
  }

  /** Tries once more the revocations that have failed so far. */
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
      attemptLater(lease, backoff, e);
    } catch (RuntimeException | Error e) {
      attemptLater(lease, backoff, RotationEffects.fault(e));
    }
  }

  private void attemptLater(Lease lease, Backoff backoff, LeaseException cause) {
    Duration left = lease.remaining(clock.now());
    if (left.isZero()) {
      owed.remove(lease);
      listener.lapsed(binding, lease);
      return;
    }
    Duration wait = backoff.next(left);
    threads.revokeLater(wait, () -> attempt(lease, backoff));
    listener.revokeFailed(binding, lease, cause, wait);
  }
}
