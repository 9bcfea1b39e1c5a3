// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Credential;
import dev.leasehold.lease.CredentialProbe;
import dev.leasehold.lease.Lease;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.lease.LeaseSource;
import dev.leasehold.lease.Secret;
import dev.leasehold.lease.rotation.CredentialRotator;
import dev.leasehold.lease.rotation.Jitter;
import dev.leasehold.lease.rotation.RotationPolicy;
import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fetches of a real rotation, as they are counted. */
@Timeout(120)
class CountedFetchesTest {

  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final MetricsFixture metrics = new MetricsFixture();
  private final LeaseClock clock = LeaseClock.system();

  @Test
  void countALeaseThatIsTooShortAsAFailureAlone() throws Exception {
    takeOut(lease("short", Duration.ofSeconds(1)), lease("long", Duration.ofHours(1)));
    assertThat(fetches("failure")).isEqualTo(1);
    assertThat(fetches("success")).isEqualTo(1);
    assertThat(
            metrics.value(
                "leasehold_failures_total{binding=orders, operation=fetch, reason=invalid}"))
        .isEqualTo(1);
  }

  @Test
  void countNoLeaseOfAnEarlierProcess() throws Exception {
    takeOut(lease("earlier", Duration.ofHours(1)).resumed());
    assertThat(fetches("success")).isZero();
    assertThat(metrics.value("leasehold_fetch_duration_seconds_count{binding=orders}")).isZero();
    assertThat(metrics.value("leasehold_rotations_total{binding=orders, result=success}"))
        .isEqualTo(1);
  }

  @Test
  void countAFaultOfLeaseholdsOwnAsSuch() throws Exception {
    Script script = new Script(lease("long", Duration.ofHours(1)));
    script.fault = true;
    takeOut(script);
    assertThat(
            metrics.value(
                "leasehold_failures_total{binding=orders, operation=fetch, reason=fault}"))
        .isEqualTo(1);
    assertThat(metrics.value("leasehold_faults_total{binding=orders}")).isEqualTo(1);
  }

  private double fetches(String result) {
    return metrics.value("leasehold_fetches_total{binding=orders, result=" + result + "}");
  }

  private Lease lease(String id, Duration life) {
    Credential credential = new Credential("role-" + id, Secret.of("secret"));
    return new Lease(id, credential, clock.now(), life, true, true);
  }

  private void takeOut(Lease... leases) throws Exception {
    takeOut(new Script(leases));
  }

  /** Waits until a credential is current. */
  private void takeOut(LeaseSource source) throws Exception {
    RotationPolicy policy =
        new RotationPolicy(MARGIN, 0.5, null, Duration.ofSeconds(60), Jitter.of("test"));
    CredentialRotator rotator =
        new CredentialRotator("orders", policy, source, new Untried(), metrics.binding, clock);
    rotator.start();
    try {
      assertThat(rotator.current().number()).isEqualTo(1);
    } finally {
      rotator.close(Duration.ofSeconds(60)); // The events of the publication are told by then.
    }
  }

  private static final class Script implements LeaseSource {
    private final Queue<Lease> leases;
    private volatile boolean fault;

    Script(Lease... leases) {
      this.leases = new ConcurrentLinkedQueue<>(List.of(leases));
    }

    @Override
    public Lease fetch() {
      if (fault) {
        fault = false;
        throw new IllegalStateException("a defect");
      }
      return leases.remove();
    }

    @Override
    public Lease renew(Lease lease) {
      return lease;
    }

    @Override
    public void revoke(Lease lease) {}

    @Override
    public void close() {}
  }

  private static final class Untried implements CredentialProbe {
    @Override
    public List<Target> targets() {
      return List.of();
    }

    @Override
    public Verdict tryOut(Credential credential, Target target) {
      return Verdict.UNTRIED;
    }
  }
}
