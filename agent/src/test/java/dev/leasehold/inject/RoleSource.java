// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a real role for each lease and drops it. */
final class RoleSource implements LeaseSource {

  private final Roles roles;
  private final Duration duration;
  private final LeaseClock clock;
  private final AtomicInteger fetched = new AtomicInteger();
  private volatile boolean down;

  RoleSource(Roles roles, Duration duration, LeaseClock clock) {
    this.roles = roles;
    this.duration = duration;
    this.clock = clock;
  }

  int fetched() {
    return fetched.get();
  }

  void goDown() {
    down = true;
  }

  @Override
  public Lease fetch() throws LeaseException {
    if (down) {
      throw new LeaseException(LeaseException.Kind.UNAVAILABLE, "the test took the source down");
    }
    String role = "v-test-" + fetched.incrementAndGet() + "-" + UUID.randomUUID();
    String password = UUID.randomUUID().toString();
    roles.create(role, password);
    Credential credential = new Credential(role, Secret.of(password));
    return new Lease(role, credential, clock.now(), duration, false, true);
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    throw new LeaseException(LeaseException.Kind.INVALID, "not renewable");
  }

  @Override
  public void revoke(Lease lease) {
    roles.drop(lease.credential().username());
  }

  @Override
  public void close() {
    // Holds nothing for itself.
  }
}
