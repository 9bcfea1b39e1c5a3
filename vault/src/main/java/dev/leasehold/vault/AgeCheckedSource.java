// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static dev.leasehold.lease.LeaseException.Kind.INVALID;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import java.time.Duration;

/**
 * A source whose first lease is given out only if it can reach the age at which credentials are to
 * be replaced. Safe for use by many threads.
 *
 * <p>An application may not read the definition of its role. So Vault is asked in the one way that
 * is left, to renew the lease for that long. It grants the rest of the maximum TTL of role and
 * mount, and the lease is then renewed for its own TTL again. Only a lease that is shorter than
 * that age costs these two requests.
 */
final class AgeCheckedSource implements LeaseSource {

  /** Vault counts in whole seconds of its own clock: a second may be over between two requests. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private final VaultLeaseSource source;
  private final Duration age;
  private volatile boolean begun;

  AgeCheckedSource(VaultLeaseSource source, Duration age) {
    this.source = source;
    this.age = age;
  }

  /**
   * Takes out a lease.
   *
   * @throws LeaseException also when it is the first lease and can never be as old as it should be
   */
  @Override
  public Lease fetch() throws LeaseException {
    try (VaultOperation fetching = source.converse()) {
      Lease lease = source.fetch();
      if (!begun && lease.revocable()) {
        lease = checked(lease);
      }
      begun = true; // From now on a lower maximum ends no application.
      return lease;
    }
  }

  /** The lease in use began with a first lease. */
  @Override
  public Lease fetch(Lease inUse) throws LeaseException {
    return source.fetch(inUse);
  }

  private Lease checked(Lease lease) throws LeaseException {
    Duration ttl = source.granted(lease);
    if (ttl.compareTo(age) >= 0) {
      return lease;
    }
    if (!lease.renewable()) {
      require(lease, ttl);
      return lease;
    }
    Lease longest;
    try {
      longest = source.renew(lease, age);
    } catch (LeaseException notNow) {
      return lease; // The rotation will hear why.
    }
    Duration waited = longest.grantedAt().since(lease.grantedAt());
    require(lease, source.granted(longest).plusSeconds(waited.getSeconds()));
    return backTo(ttl, longest);
  }

  /** Gives the lease back if the most that Vault lets it last is less than the age. */
  private void require(Lease lease, Duration most) throws LeaseException {
    if (most.plus(TICK).compareTo(age) < 0) {
      throw source.giveBack(lease, new LeaseException(INVALID, contradiction(most)));
    }
  }

  /** Returns the lease as it was where Vault does not renew it: the rotation will hear why. */
  private Lease backTo(Duration ttl, Lease lease) {
    try {
      return source.renew(lease, ttl);
    } catch (LeaseException notNow) {
      return lease;
    }
  }

  private String contradiction(Duration most) {
    return "leasehold.rotate-after ("
        + age.getSeconds()
        + " s) is over the maximum TTL: Vault lets a lease on "
        + source.path()
        + " last "
        + most.getSeconds()
        + " s in all. Lower leasehold.rotate-after, or raise max_ttl of the role and"
        + " max_lease_ttl of its mount";
  }

  @Override
  public Lease renew(Lease lease) throws LeaseException {
    return source.renew(lease);
  }

  @Override
  public void revoke(Lease lease) throws LeaseException {
    source.revoke(lease);
  }

  @Override
  public void close() {
    source.close();
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
