// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Generations for tests of other packages. */
public final class OneGeneration {

  private OneGeneration() {}

  /** Returns a generation of a lease that was granted now and cannot be used in its last second. */
  public static Generation of(String binding, long number, LeaseClock clock, Duration ttl) {
    return make(binding, number, clock, ttl);
  }

  private static LeasedGeneration make(
      String binding, long number, LeaseClock clock, Duration ttl) {
    Lease lease = Leases.renewable(binding + "-" + number, clock.now(), ttl);
    return new LeasedGeneration(binding, number, lease, Duration.ofSeconds(1));
  }

  /** Returns a generation that another has taken the place of. */
  public static Generation retired(String binding, long number, LeaseClock clock) {
    LeasedGeneration generation = make(binding, number, clock, Duration.ofSeconds(100));
    generation.retired(clock.now());
    return generation;
  }

  /** Renews the lease of a generation that this class has made, from now on. */
  public static void renew(Generation generation, LeaseClock clock, Duration ttl) {
    Lease renewal = generation.lease().renewed(clock.now(), ttl, true);
    ((LeasedGeneration) generation).renewed(renewal);
  }

  /** Returns a clock that shows so many nanoseconds since an arbitrary beginning. */
  public static LeaseClock clock(AtomicLong elapsed) {
    return new LeaseClock() {
      @Override
      public long nanos() {
        return elapsed.get();
      }

      @Override
      public long wallMillis() {
        return 1_800_000_000_000L + elapsed.get() / 1_000_000;
      }
    };
  }
}
