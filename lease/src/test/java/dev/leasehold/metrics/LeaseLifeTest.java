// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseLifeTest {

  private final LeaseLife life = new LeaseLife();

  @Test
  void isNoneBeforeTheFirstLease() {
    assertThat(life.duration()).isNull();
  }

  @Test
  void isNotTheShortRenewalNearTheMaximumTtl() {
    Lease lease = dynamic(3600);
    life.begin(lease);
    life.renew(renewed(lease, 2370, 3600));
    life.renew(renewed(lease, 4740, 1300));
    assertThat(life.duration()).hasSeconds(3600);
    life.renew(renewed(lease, 5700, 7200));
    assertThat(life.duration()).hasSeconds(7200);
  }

  @Test
  void isNotTheRestOfAFileThatIsReadAgain() {
    Lease lease = fixed(3600);
    life.begin(lease);
    life.renew(renewed(lease, 2370, 1230));
    life.renew(renewed(lease, 3180, 420));
    life.renew(renewed(lease, 3450, 150));
    assertThat(life.duration()).hasSeconds(3600);
  }

  /** Vault says it in whole seconds. */
  @Test
  void isNotTheRestOfAStaticRolesPeriodThatIsReadAgain() {
    Lease lease = fixed(90_000);
    life.begin(lease);
    life.renew(renewed(lease, 3600, 86_399));
    life.renew(renewed(lease, 7200, 82_801));
    assertThat(life.duration()).hasSeconds(90_000);
  }

  @Test
  void followsTheTimeThatIsSetAnewForACredentialThatStays() {
    Lease lease = fixed(3600);
    life.begin(lease);
    life.renew(renewed(lease, 2370, 1500));
    assertThat(life.duration()).hasSeconds(1500);
    life.renew(renewed(lease, 3300, 600));
    assertThat(life.duration()).hasSeconds(600);
    life.renew(renewed(lease, 3600, 7200));
    assertThat(life.duration()).hasSeconds(7200);
  }

  @Test
  void beginsAnewWithTheNextCredential() {
    life.begin(dynamic(3600));
    life.begin(dynamic(600));
    assertThat(life.duration()).hasSeconds(600);
  }

  private static Lease dynamic(long seconds) {
    return lease(seconds, true);
  }

  private static Lease fixed(long seconds) {
    return lease(seconds, false);
  }

  private static Lease lease(long seconds, boolean revocable) {
    Credential credential = new Credential("v-orders", Secret.of("pw"));
    return new Lease("1", credential, at(0), Duration.ofSeconds(seconds), true, revocable);
  }

  private static Lease renewed(Lease lease, long at, long seconds) {
    return lease.renewed(at(at), Duration.ofSeconds(seconds), true);
  }

  private static ClockReading at(long second) {
    return new ClockReading(second * 1_000_000_000, 1_800_000_000_000L + second * 1_000);
  }
}
