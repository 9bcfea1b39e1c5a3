// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Relay;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class VaultLeaseSourceTest {

  private static final TestBed BED = Sessions.BED;

  @Test
  void takesOutRenewsAndRevokesALease() throws Exception {
    try (LeaseSource source = Sessions.of(BED).leases(VaultPath.ofSecret(TestBed.CREDS_PATH))) {
      Lease lease = source.fetch();

      assertThat(lease.id()).startsWith("database/creds/orders/");
      assertThat(lease.duration()).isEqualTo(Duration.ofSeconds(60));
      assertThat(lease.renewable()).isTrue();
      assertThat(lease.revocable()).isTrue();
      String user = lease.credential().username();
      String password = lease.credential().password().reveal();
      try (Connection connection =
          DriverManager.getConnection(BED.postgres().url(), user, password)) {
        assertThat(connection.isValid(5)).isTrue();
      }

      Lease renewed = source.renew(lease);
      assertThat(renewed.id()).isEqualTo(lease.id());
      assertThat(renewed.duration()).isEqualTo(Duration.ofSeconds(60));

      source.revoke(lease);
      source.revoke(lease);
      assertThatThrownBy(() -> source.renew(lease))
          .extracting(e -> ((LeaseException) e).kind())
          .isEqualTo(LeaseException.Kind.GONE);
    }
  }

  /**
   * Each connection costs a handshake of TLS, and the application's first connection waits for it.
   */
  @Test
  void logsInAndFetchesOnOneConnection() throws Exception {
    try (Relay network = Relay.to(BED.vault().port())) {
      VaultConnection connection =
          Sessions.connection("https://127.0.0.1:" + network.port())
              .caFile(BED.vault().caCertificate().toFile())
              .build();
      VaultSession session = new VaultSession(connection, Sessions.login(BED), LeaseClock.system());
      try (LeaseSource source = session.leases(VaultPath.ofSecret(TestBed.CREDS_PATH))) {
        Lease lease = source.fetch();
        assertThat(network.accepted()).as("connections").isEqualTo(1);
        source.revoke(lease);
      }
    }
  }
}
