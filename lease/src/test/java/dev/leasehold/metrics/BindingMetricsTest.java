// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseException;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BindingMetricsTest {

  private static final Target DATABASE = Target.of("db.example", 5432, "orders");

  private final MetricsFixture metrics = new MetricsFixture();
  private final BindingMetrics binding = metrics.binding;

  @Test
  void showsTheCurrentLeaseAsItAges() {
    binding.published(metrics.generation(3), "test");
    metrics.pass(Duration.ofSeconds(40));
    assertThat(metrics.value("leasehold_generation{binding=orders}")).isEqualTo(3);
    assertThat(metrics.value("leasehold_lease_remaining_seconds{binding=orders}")).isEqualTo(60);
    assertThat(metrics.value("leasehold_lease_duration_seconds{binding=orders}")).isEqualTo(100);
    assertThat(metrics.value("leasehold_credential_age_seconds{binding=orders}")).isEqualTo(40);
    assertThat(metrics.value("leasehold_since_success_seconds{binding=orders, operation=rotate}"))
        .isEqualTo(40);
  }

  @Test
  void comparesTheRestOfALeaseWithItsFullLength() {
    String duration = "leasehold_lease_duration_seconds{binding=orders}";
    Generation generation = metrics.generation(1);
    binding.published(generation, "test");
    metrics.pass(Duration.ofSeconds(66));
    metrics.renews(generation, Duration.ofSeconds(40));
    assertThat(metrics.value(duration)).isEqualTo(100);
    assertThat(metrics.value("leasehold_lease_remaining_seconds{binding=orders}")).isEqualTo(40);
    metrics.renews(generation, Duration.ofSeconds(120));
    assertThat(metrics.value(duration)).isEqualTo(120);
    binding.published(metrics.generation(2, Duration.ofSeconds(20)), "test");
    assertThat(metrics.value(duration)).isEqualTo(20);
  }

  @Test
  void countsEachOperationByItsResult() {
    Generation generation = metrics.generation(1);
    binding.published(generation, "test");
    binding.renewed(generation);
    binding.revoked("orders", generation.lease());
    metrics.fails("renew");
    metrics.fails("revoke");
    metrics.fails("probe");
    metrics.fails("internal");
    for (String counter : List.of("rotations", "renewals", "revocations")) {
      String series = "leasehold_" + counter + "_total{binding=orders, result=";
      assertThat(metrics.value(series + "success}")).as(counter).isEqualTo(1);
      assertThat(metrics.value(series + "failure}")).as(counter).isEqualTo(1);
    }
    assertThat(metrics.value("leasehold_faults_total{binding=orders}")).isEqualTo(1);
  }

  @Test
  void leavesTheEventsOfOtherBindingsAlone() {
    MetricsFixture others = new MetricsFixture();
    BindingMetrics stock = others.registry.add("stock");
    Generation generation = others.generation(1);
    stock.published(generation, "test");
    stock.renewed(generation);
    stock.revoked("orders", generation.lease());
    stock.refusing("orders", "no lease");
    assertThat(others.value("leasehold_generation{binding=stock}")).isZero();
    assertThat(others.value("leasehold_renewals_total{binding=stock, result=success}")).isZero();
    assertThat(others.value("leasehold_revocations_total{binding=stock, result=success}")).isZero();
  }

  @Test
  void isReadyWithALeaseAndNotReadyWithoutOne() {
    assertThat(binding.readiness()).hasToString("not ready: no valid lease");
    binding.published(metrics.generation(1), "test");
    assertThat(binding.readiness()).hasToString("ready");
    metrics.pass(Duration.ofSeconds(99));
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.NOT_READY);
    assertThat(metrics.value("leasehold_ready{binding=orders}")).isZero();
  }

  @Test
  void hasNoGenerationOnceTheLeaseHasEnded() {
    binding.published(metrics.generation(7), "test");
    metrics.pass(Duration.ofSeconds(101));
    assertThat(metrics.value("leasehold_generation{binding=orders}")).isZero();
  }

  /** The configured credential serves them. */
  @Test
  void keepsNoConnectionFromServiceWhereItOnlyObserves() {
    binding.observing();
    binding.refusing("orders", "no lease");
    assertThat(binding.readiness()).hasToString("degraded: no valid lease");
    assertThat(metrics.value("leasehold_ready{binding=orders}")).isEqualTo(1);
  }

  /** The credentials of a file after its first credential come by a renewal. */
  @Test
  void failsNoMoreToFetchWhenACredentialIsPublished() {
    binding.published(metrics.generation(1), "test");
    metrics.fails("fetch");
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.DEGRADED);
    binding.published(metrics.generation(2), "test");
    assertThat(binding.readiness()).hasToString("ready");
  }

  /** A probe that kept traffic away would keep away the request that opens the first connection. */
  @Test
  void isIdleWhileNoConnectionWasAskedFor() {
    binding.begun(() -> false);
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.IDLE);
    assertThat(binding.readiness().state().mayServe()).isTrue();
  }

  @Test
  void isDegradedWhileRenewalsFailAndReadyAfterTheNextThatSucceeds() {
    binding.published(metrics.generation(1), "test");
    metrics.fails("renew");
    metrics.pass(Duration.ofSeconds(12));
    metrics.fails("renew");
    assertThat(binding.readiness()).hasToString("degraded: renew fails for 12 s: unavailable");
    assertThat(binding.readiness().state().mayServe()).isTrue();
    assertThat(metrics.value("leasehold_failing{binding=orders, operation=renew}")).isEqualTo(1);
    binding.renewed(metrics.generation(1));
    assertThat(binding.readiness()).hasToString("ready");
  }

  /** The lease has ended by itself, of which no listener is told. */
  @Test
  void isDegradedNoMoreWhenAnOperationIsTriedNoMore() {
    binding.published(metrics.generation(1), "test");
    metrics.fails("revoke");
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.DEGRADED);
    metrics.pass(Duration.ofSeconds(90));
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.DEGRADED);
    binding.published(metrics.generation(2), "test");
    metrics.pass(Duration.ofSeconds(32));
    assertThat(binding.readiness()).hasToString("ready");
  }

  @Test
  void isNotReadyWhileConnectionsAreRefused() {
    Generation generation = metrics.generation(1);
    binding.published(generation, "test");
    binding.refusing("orders", "the database takes no credential");
    assertThat(binding.readiness()).hasToString("not ready: connections are refused");
    binding.opened(generation);
    assertThat(binding.readiness()).hasToString("ready");
  }

  @Test
  void isNotReadyWhileAllThatAreAskedForAreRefusedAndForFiveMinutesMore() {
    binding.begun(() -> false);
    binding.refused(Targets.of(DATABASE));
    assertThat(binding.readiness()).hasToString("not ready: connections are refused");
    binding.begun(() -> true);
    binding.published(metrics.generation(1, Duration.ofHours(1)), "test");
    assertThat(binding.readiness())
        .as("the credential may be what was missing")
        .hasToString("ready");
    binding.refused(Targets.of(DATABASE));
    assertThat(binding.readiness()).hasToString("not ready: connections are refused");
    assertThat(metrics.value("leasehold_ready{binding=orders}")).isZero();
    metrics.pass(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.NOT_READY);
    metrics.pass(Duration.ofSeconds(1));
    assertThat(binding.readiness()).hasToString("ready");
  }

  /** A pool that lends its open connections is of use, and may open nothing for hours. */
  @Test
  void isDegradedWhileSomeAreRefusedAndOthersAreOpen() {
    String degraded =
        "degraded: connections are refused, while others are open or were opened since";
    Generation generation = metrics.generation(1, Duration.ofHours(1));
    binding.published(generation, "test");
    binding.connected(() -> true);
    binding.refused(Targets.of(DATABASE));
    assertThat(binding.readiness()).hasToString(degraded);
    binding.connected(() -> false);
    assertThat(binding.readiness()).hasToString("not ready: connections are refused");
    binding.opened(generation);
    assertThat(binding.readiness()).hasToString(degraded);
    metrics.pass(Duration.ofMinutes(5));
    assertThat(binding.readiness()).hasToString("ready");
  }

  @Test
  void isDegradedWhileOneServerOfSeveralTakesNoCredential() {
    Generation generation = metrics.generation(1);
    binding.published(generation, "test");
    binding.refusing(generation, DATABASE, "no such role");
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.DEGRADED);
    binding.caughtUp(generation, DATABASE);
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.READY);
  }

  /** It may be none of the binding's, and the application has given it up. */
  @Test
  void isDegradedNoMoreForAServerThatNobodyAsksFor() {
    Generation generation = metrics.generation(1, Duration.ofHours(1));
    binding.published(generation, "test");
    binding.refusing(generation, DATABASE, "no such role");
    metrics.pass(Duration.ofMinutes(4));
    binding.refused(Targets.of(DATABASE));
    metrics.pass(Duration.ofMinutes(4));
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.DEGRADED);
    metrics.pass(Duration.ofMinutes(1));
    assertThat(binding.readiness()).hasToString("ready");
    binding.refused(Targets.of(DATABASE));
    assertThat(binding.readiness().state()).isEqualTo(Readiness.State.DEGRADED);
  }

  @Test
  void timesFetchesThatSucceed() {
    Lease lease = metrics.generation(1).lease();
    binding.fetched("orders", lease, Duration.ofSeconds(3));
    binding.fetched("stock", lease, Duration.ofSeconds(9));
    metrics.fails("fetch");
    assertThat(metrics.value("leasehold_fetch_duration_seconds_sum{binding=orders}")).isEqualTo(3);
    assertThat(metrics.value("leasehold_fetches_total{binding=orders, result=success}"))
        .isEqualTo(1);
  }

  /** A rate sees the first failure of a kind only where a zero was there before. */
  @Test
  void showsEachReasonOfAFailureFromZeroOn() {
    String failures = "leasehold_failures_total{binding=orders, operation=";
    for (String reason : List.of("unavailable", "denied", "invalid", "gone", "fault")) {
      assertThat(metrics.value(failures + "renew, reason=" + reason + "}")).as(reason).isZero();
    }
    assertThat(metrics.value(failures + "probe, reason=database}")).isZero();
  }

  @Test
  void tellsFaultsOfLeaseholdsOwnFromVaultsAbsence() {
    LeaseException fault = new LeaseException(LeaseException.Kind.FAULT, "a fault inside");
    binding.failed("orders", "fetch", fault, Duration.ofSeconds(1));
    String failures = "leasehold_failures_total{binding=orders, operation=fetch, reason=";
    assertThat(metrics.value(failures + "fault}")).isEqualTo(1);
    assertThat(metrics.value(failures + "unavailable}")).isZero();
    assertThat(metrics.value("leasehold_faults_total{binding=orders}")).isEqualTo(1);
  }

  @Test
  void countsTrialsByWhatTheyCameTo() throws Exception {
    Trial trial = new Trial();
    CredentialProbe measured = binding.measured(trial);
    Credential credential = metrics.generation(1).credential();
    measured.tryOut(credential, DATABASE);
    trial.failure = new SQLException("no", "28P01");
    assertThatThrownBy(() -> measured.tryOut(credential, DATABASE)).isSameAs(trial.failure);
    trial.failure = new SQLException("away", "08001");
    assertThatThrownBy(() -> measured.tryOut(credential, DATABASE)).isSameAs(trial.failure);
    for (String result : List.of("accepted", "rejected", "failed")) {
      String series = "leasehold_probes_total{binding=orders, result=" + result + "}";
      assertThat(metrics.value(series)).as(result).isEqualTo(1);
    }
  }

  private static final class Trial implements CredentialProbe {
    private @Nullable SQLException failure;

    @Override
    public List<Target> targets() {
      return List.of(DATABASE);
    }

    @Override
    public Verdict tryOut(Credential credential, Target target) throws SQLException {
      if (failure != null) {
        throw failure;
      }
      return Verdict.ACCEPTED;
    }
  }
}
