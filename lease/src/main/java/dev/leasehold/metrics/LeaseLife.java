// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.Lease;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The length of a credential's lease, with which the remaining time is compared. A short renewal
 * near the maximum TTL does not change it, nor does a credential that is read again. The lease
 * would seem to have its whole life left each time. One thread renews, and others look.
 */
final class LeaseLife {

  /** Vault counts the time of a static role in whole seconds, and its answer takes time. */
  private static final Duration SAME_END = Duration.ofSeconds(5);

  private volatile @Nullable Lease grant;

  /** Begins with the lease of a new credential. */
  void begin(Lease lease) {
    grant = lease;
  }

  /** Takes over the length of a renewal, unless that only shows the remaining time. */
  void renew(Lease renewal) {
    Lease before = grant;
    if (before == null || !isRest(renewal, before)) {
      grant = renewal;
    }
  }

  private static boolean isRest(Lease renewal, Lease before) {
    Duration shorterBy = before.duration().minus(renewal.duration());
    Duration passed = renewal.grantedAt().since(before.grantedAt());
    boolean isSameEnd = passed.minus(shorterBy).abs().compareTo(SAME_END) < 0;
    return shorterBy.compareTo(Duration.ZERO) > 0 && (renewal.revocable() || isSameEnd);
  }

  /** Returns the length; null before the first lease. */
  @Nullable Duration duration() {
    Lease lease = grant;
    return lease == null ? null : lease.duration();
  }
}
