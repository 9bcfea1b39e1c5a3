package dev.leasehold.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a source has granted, as it was last renewed, and what it was given back. */
final class LeaseBook {

  private final VirtualClock clock;
  private final Map<String, Lease> granted = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();
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

  void revokes(Lease lease) {
    assertThat(granted).as("revoked").containsKey(lease.id());
    assertThat(revoked.add(lease.id())).as("%s is revoked once", lease.id()).isTrue();
  }

  boolean hasRevoked(Lease lease) {
    return revoked.contains(lease.id());
  }

  /** Returns how many of the leases that can be revoked are not, and have not ended. */
  long owed() {
    return granted.values().stream().filter(this::isOwed).count();
  }

  boolean isOwed(Lease lease) {
    return lease.revocable() && !hasRevoked(lease) && !lease.remaining(clock.now()).isZero();
  }
}
