// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgeCheckedSourceTest {

  private static final Duration TTL = Duration.ofSeconds(20);
  private static final Duration MAXIMUM = Duration.ofSeconds(30);
  private static final TestBed BED = Sessions.BED;

  private final List<String> earlier = BED.postgres().ephemeralRoles();

  @AfterEach
  void restore() {
    BED.vault().database().role(TestBed.ROLE, Duration.ofMinutes(1), Duration.ofMinutes(5));
  }

  @Test
  void refusesAnAgeOverTheMaximumTtlWithTheNumbersAndKeepsNoLease() throws Exception {
    BED.vault().database().role(TestBed.ROLE, TTL, MAXIMUM);
    try (LeaseSource source = source(Duration.ofHours(1))) {
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(source::fetch)
            .hasMessageMatching(
                "leasehold\\.rotate-after \\(3600 s\\) is over the maximum TTL: Vault lets a lease on"
                    + " database/creds/orders last (29|30) s in all. Lower leasehold\\.rotate-after,"
                    + " or raise max_ttl of the role and max_lease_ttl of its mount")
            .extracting(e -> ((LeaseException) e).kind())
            .isEqualTo(LeaseException.Kind.INVALID);
        awaitNoRoleOfOurs();
      }
      BED.vault().database().role(TestBed.ROLE, TTL, Duration.ofHours(1));
      source.revoke(source.fetch());
    }
  }

  @Test
  void leavesALeaseThatCanGrowAsOldWithItsOwnTtl() throws Exception {
    BED.vault().database().role(TestBed.ROLE, TTL, MAXIMUM);
    try (LeaseSource source = source(MAXIMUM)) {
      Lease lease = source.fetch();
      assertThat(lease.duration()).isEqualTo(TTL);
      assertThat(source.renew(lease).duration()).isEqualTo(TTL);
      assertThat(lookedUp(lease)).isLessThanOrEqualTo(TTL);
      source.revoke(lease);
    }
  }

  @Test
  void endsNothingThatHasBegunWhenTheMaximumIsLowered() throws Exception {
    BED.vault().database().role(TestBed.ROLE, TTL, MAXIMUM);
    try (LeaseSource source = source(MAXIMUM)) {
      source.revoke(source.fetch());
      BED.vault().database().role(TestBed.ROLE, TTL, TTL);
      Lease next = source.fetch();
      assertThat(next.duration()).isEqualTo(TTL);
      source.revoke(next);
    }
  }

  private void awaitNoRoleOfOurs() {
    while (!earlier.containsAll(BED.postgres().ephemeralRoles())) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static LeaseSource source(Duration age) throws LeaseException {
    return Sessions.of(BED).leases(VaultPath.ofSecret(TestBed.CREDS_PATH), age);
  }

  private static Duration lookedUp(Lease lease) {
    int seconds =
        BED.vault()
            .api()
            .write("sys/leases/lookup", Map.of("lease_id", lease.id()))
            .at("/data/ttl")
            .asInt();
    return Duration.ofSeconds(seconds);
  }
}
