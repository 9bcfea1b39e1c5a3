// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VaultOutageIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private static final String REFUSED = "leasehold_connections_refused_total{binding=\"default\"}";

  private static final Duration LEASE = Duration.ofSeconds(9);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, LONGEST));
  }

  @AfterEach
  void theStaticPasswordWasNeverTried() throws IOException {
    assertThat(Files.readString(bed.postgres().log())).doesNotContain("static_app");
  }

  @Test
  void waitsForTheFirstCredentialThenRefusesAndRecoversByItself() {
    bed.vault().stop();
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "2s");
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), Source.DRIVER_MANAGER, 100)) {
      workload.awaitReady();
      assertThat(workload.refusal())
          .contains("binding default got no credential within 2000 ms")
          .contains("the configured password is not tried")
          .contains(bed.vault().address().getAuthority());
      bed.vault().start();
      workload.awaitGeneration(1, BOUND);
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      workload.stop();
    }
  }

  /** The lease is long enough for a busy machine to start Vault again before its end. */
  @Test
  void keepsServingTheCurrentCredentialWhileVaultIsDownForLessThanALease() {
    bed.vault().database().role(TestBed.ROLE, Duration.ofMinutes(1), Duration.ofMinutes(5));
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    try (Workload workload = Workload.start(settings, bed.postgres().url(), Source.HIKARI, 200)) {
      workload.awaitReady().load(4);
      workload.awaitGeneration(1, BOUND);
      bed.vault().stop();
      workload.awaitLog("failed, next try in", BOUND);
      int last = (int) workload.generations();
      bed.vault().start();
      workload.awaitGeneration(last + 1, BOUND);
      workload.load(0);
      workload.stop();
      assertThat(workload.failures()).isEmpty();
    } finally {
      bed.vault().database().role(TestBed.ROLE, LEASE, LONGEST);
    }
  }

  @Test
  void refusesWhenTheLeaseHasEndedAndRecoversWhenVaultReturns() throws IOException {
    int port = Ports.free();
    Recording recording = new Recording();
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(port));
    settings.put("JAVA_TOOL_OPTIONS", recording.options());
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), Source.DRIVER_MANAGER, 100)) {
      workload.awaitReady();
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      bed.vault().stop();
      workload.awaitLog("connections are refused from now on", BOUND);
      assertThat(workload.on("b", "borrow"))
          .startsWith("failed 28000 ")
          .contains("binding default has no valid lease for ")
          .contains(bed.vault().address().getAuthority())
          .contains("recovers by itself");
      assertThat(MetricsPage.get(port, "/readyz"))
          .startsWith("503 default: not ready: no valid lease");
      assertThat(MetricsPage.value(port, REFUSED)).isEqualTo(1);
      assertThat(workload.on("a", "do", "SELECT 1"))
          .contains("the lease of this connection has ended");
      bed.vault().start();
      workload.awaitGeneration(2, BOUND);
      assertThat(workload.on("b", "borrow")).isEqualTo("borrowed");
      Eventually.holds(
          "ready", BOUND, () -> MetricsPage.get(port, "/readyz").equals("200 default: ready\n"));
      workload.stop();
    }
    recording.assertEvents("dev.leasehold.Abort", "dev.leasehold.Refusal");
    Eventually.holds("no role is left", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }
}
