// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.Secret;
import java.time.Duration;

/** Leases of roles that a source has made up. */
final class Leases {

  private Leases() {}

  /** Returns a lease that can be renewed and revoked. */
  static Lease renewable(String id, ClockReading at, Duration ttl) {
    return granted(id, at, ttl, true, true);
  }

  static Lease granted(
      String id, ClockReading at, Duration ttl, boolean renewable, boolean revocable) {
    Credential credential = new Credential("v-" + id, Secret.of("pw"));
    return new Lease(id, credential, at, ttl, renewable, revocable);
  }

  /** Returns a lease of a user that the source has not made, and does not drop. */
  static Lease fixed(String id, String password, ClockReading at, Duration ttl) {
    Credential credential = new Credential("fixed", Secret.of(password));
    return new Lease(id, credential, at, ttl, true, false);
  }
}
