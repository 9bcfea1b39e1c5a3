// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A Vault that is there or away as a test says. Its roles are named role-1, role-2 and so on. */
final class ScriptedSource implements LeaseSource {

  static final Duration TTL = Duration.ofHours(1);

  final Set<String> revoked = ConcurrentHashMap.newKeySet();
  private final LeaseClock clock;
  private final AtomicInteger made = new AtomicInteger();
  private volatile boolean away;
  private volatile boolean renewable;
  private volatile String password = "secret";
  private final AtomicInteger renewals = new AtomicInteger();

  ScriptedSource(LeaseClock clock) {
    this.clock = clock;
  }

  ScriptedSource goAway() {
    away = true;
    return this;
  }

  /** Makes leases from now on that can be renewed. */
  void makeRenewable() {
    renewable = true;
  }

  /** Gives credentials this password from now on. */
  void givePassword(String given) {
    password = given;
  }

  /** Returns how many leases were renewed. */
  int renewals() {
    return renewals.get();
  }

  @Override
  public Lease fetch() throws LeaseException {
    requireThere();
    String name = "role-" + made.incrementAndGet();
    Credential credential = new Credential(name, Secret.of(password));
    return new Lease(name, credential, clock.now(), TTL, renewable, true);
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    requireThere();
    renewals.incrementAndGet();
    return lease.renewed(clock.now(), TTL, true);
  }

  @Override
  public void revoke(Lease lease) throws LeaseException {
    requireThere();
    revoked.add(lease.id());
  }

  private void requireThere() throws LeaseException {
    if (away) {
      throw new LeaseException(LeaseException.Kind.UNAVAILABLE, "nobody answers");
    }
  }

  @Override
  public void close() {}
}
