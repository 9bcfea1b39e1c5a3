// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginMetricsTest {

  private final MetricsFixture metrics = new MetricsFixture();

  @Test
  void showsTheLifeOfTheTokenFromItsLastRenewalOn() {
    LoginMetrics logins = metrics.registry.logins();
    logins.failed();
    logins.loggedIn(Duration.ofSeconds(60));
    metrics.pass(Duration.ofSeconds(45));
    logins.renewed(Duration.ofSeconds(50));
    metrics.pass(Duration.ofSeconds(10));
    assertThat(metrics.value("leasehold_token_remaining_seconds{}")).isEqualTo(40);
    assertThat(metrics.value("leasehold_token_duration_seconds{}")).isEqualTo(50);
    assertThat(metrics.value("leasehold_since_login_seconds{}")).isEqualTo(55);
    assertThat(metrics.value("leasehold_logins_total{result=failure}")).isEqualTo(1);
    metrics.pass(Duration.ofSeconds(90));
    assertThat(metrics.value("leasehold_token_remaining_seconds{}")).isZero();
  }
}
