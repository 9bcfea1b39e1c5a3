package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShutdownIT {

  private static final Duration BOUND = Duration.ofSeconds(40);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(12), Duration.ofSeconds(30)));
  }

  @Test
  void leavesNoRoleBehindAtSigtermUnderLoad() {
    try (Workload workload = workload(Workload.settings(bed))) {
      workload.load(4);
      workload.awaitGeneration(1, BOUND);
      workload.application().terminate();
      workload.application().awaitExit(Duration.ofSeconds(10));
      assertThat(bed.postgres().ephemeralRoles()).isEmpty();
    }
  }

  @Test
  void leavesNoRoleBehindAtSigtermInTheMiddleOfARotation() {
    try (Relay network = Relay.to(bed.vault().port())) {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("VAULT_ADDR", "https://127.0.0.1:" + network.port());
      settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
      settings.put("LEASEHOLD_MARGIN", "2s");
      try (Workload workload = workload(settings)) {
        workload.load(4);
        workload.awaitGeneration(1, BOUND);
        network.delay(Duration.ofMillis(150));
        int before = network.connections();
        Eventually.holds("a request is under way", BOUND, () -> network.connections() > before);
        workload.application().terminate();
        workload.application().awaitExit(Duration.ofSeconds(10));
        assertThat(bed.postgres().ephemeralRoles()).isEmpty();
      }
    }
  }

  @Test
  void rolesEndByThemselvesAfterSigkill() {
    try (Workload workload = workload(Workload.settings(bed))) {
      workload.load(2);
      workload.awaitGeneration(1, BOUND);
      workload.application().kill();
      workload.application().awaitExit(BOUND);
      assertThat(bed.postgres().ephemeralRoles()).hasSize(1);
      assertThat(
              bed.postgres()
                  .query(
                      "SELECT count(*) FROM pg_roles WHERE rolvaliduntil < now() + interval '30 s' AND rolname LIKE 'v-%'")
                  .get(0))
          .as("VALID UNTIL ends the role even if Vault does not")
          .containsExactly("1");
      Eventually.holds("its lease ends", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
    }
  }

  private static Workload workload(Map<String, String> settings) {
    return Workload.start(settings, bed.postgres().url(), Source.HIKARI, 100).awaitReady();
  }
}
