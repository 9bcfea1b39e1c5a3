// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;

/** Sessions as an application on the test bed would have them. */
final class Sessions {

  /** Shared by all tests of the module, which run one after another; ends with the JVM. */
  static final TestBed BED = TestBed.start();

  private Sessions() {}

  static VaultConnection.Builder connection(TestBed bed) throws LeaseException {
    return connection(bed.vault().address().toString())
        .caFile(bed.vault().caCertificate().toFile());
  }

  static VaultConnection.Builder connection(String address) throws LeaseException {
    return VaultConnection.to(VaultAddress.parse(address), Duration.ofSeconds(10));
  }

  static VaultLogin login(TestBed bed) {
    return VaultLogin.jwt(VaultPath.ofAuthMount("jwt"), TestBed.ROLE, bed.tokenFile().toFile());
  }

  static VaultSession of(TestBed bed) throws LeaseException {
    return of(bed, LeaseClock.system());
  }

  static VaultSession of(TestBed bed, LeaseClock clock) throws LeaseException {
    return new VaultSession(connection(bed).build(), login(bed), clock);
  }
}
