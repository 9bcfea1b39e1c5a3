// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.DriverProbe;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseListener;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.observe.OneLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OnDemandCredentialsTest {

  @Test
  void beginsOnceAndAgainOnlyWhereThatHasFailed() throws Exception {
    List<String> begun = new ArrayList<>();
    CredentialRotator rotator = rotator();
    OnDemandCredentials credentials =
        new OnDemandCredentials(
            rotator,
            new FirstConnection(),
            () -> {
              begun.add("tried");
              if (begun.size() == 1) {
                throw new OutOfMemoryError("Java heap space");
              }
            });
    assertThatThrownBy(credentials::begin).isInstanceOf(OutOfMemoryError.class);
    assertThat(credentials.hasBegun()).isFalse();
    credentials.begin();
    credentials.begin();
    assertThat(begun).hasSize(2);
    assertThat(rotator.current().credential().username()).isEqualTo("v-orders");
    rotator.close(Duration.ofSeconds(10));
  }

  private static CredentialRotator rotator() throws Exception {
    OneLease source =
        new OneLease(OneLease.generation("orders", "v-orders", Duration.ofMinutes(10)).lease());
    RotationPolicy policy =
        new RotationPolicy(Duration.ZERO, 0.5, null, Duration.ofSeconds(60), Jitter.of("test"));
    DriverProbe untried = new DriverProbe(new SessionStart(null, null), 16);
    return new CredentialRotator(
        "orders", policy, source, untried, LeaseListener.NONE, LeaseClock.system());
  }
}
