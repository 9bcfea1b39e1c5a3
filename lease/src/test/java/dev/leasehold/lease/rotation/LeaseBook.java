// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import java.util.HashMap;
import java.util.Map;

/**
 * The leases that a source has granted, as they were last renewed, and the leases that it was given
 * back.
 */
final class LeaseBook {

  private final VirtualClock clock;
  private final Map<String, Lease> granted = new HashMap<>();
  private final Map<String, Lease> revoked = new HashMap<>();
  private int taken;

  LeaseBook(VirtualClock clock) {
    this.clock = clock;
  }

  String nextId() {
    return "lease-" + ++taken;
  }

  /** Takes note of a lease, or of its renewal. */
  Lease grants(Lease lease) {
    granted.put(lease.id(), lease);
    return lease;
  }

  /** Takes note of a revocation: the first, or of a renewal that was answered after it. */
  void revokes(Lease lease) {
    assertThat(granted).as("revoked").containsKey(lease.id());
    assertThat(revoked.put(lease.id(), lease)).as("revoked before").isNotSameAs(lease);
  }

  boolean hasRevoked(Lease lease) {
    return revoked.containsKey(lease.id());
  }

  /** Returns how many of the leases that can be revoked are not, and have not ended. */
  long owed() {
    return granted.values().stream().filter(this::isOwed).count();
  }

  boolean isOwed(Lease lease) {
    return lease.revocable() && !hasRevoked(lease) && !lease.remaining(clock.now()).isZero();
  }

  /** No late target gets a lease that was revoked. */
  void assertNoneRevoked(LateTargets lateTargets) {
    for (LateTarget late : lateTargets.all()) {
      LeasedGeneration generation = late.generation();
      if (generation != null) {
        assertThat(hasRevoked(generation.lease())).as("routed and revoked").isFalse();
      }
    }
  }
}
