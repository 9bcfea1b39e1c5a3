// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import dev.leasehold.inject.DriverProbe;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import java.time.Duration;

/** A source that has one lease to give. */
public record OneLease(Lease lease) implements LeaseSource {

  static final String PASSWORD = "s3cret-of-the-lease";

  /** Returns the generation of the binding that such a lease is the credential of. */
  public static Generation generation(String binding, String role, Duration duration)
      throws Exception {
    Credential credential = new Credential(role, Secret.of(PASSWORD));
    Lease lease = new Lease("id", credential, LeaseClock.system().now(), duration, true, true);
    RotationPolicy policy =
        new RotationPolicy(Duration.ZERO, 0.5, null, Duration.ofSeconds(10), Jitter.of("test"));
    CredentialProbe untried = new DriverProbe(new SessionStart(null, null), 16);
    CredentialRotator life =
        new CredentialRotator(
            binding, policy, new OneLease(lease), untried, LeaseListener.NONE, LeaseClock.system());
    life.start();
    try {
      return life.current();
    } finally {
      life.close(Duration.ofSeconds(10));
    }
  }

  @Override
  public Lease fetch() {
    return lease;
  }

  @Override
  public Lease renew(Lease old) {
    return old;
  }

  @Override
  public void revoke(Lease old) {
    // Nobody else knows it.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
