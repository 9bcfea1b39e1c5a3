package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RevocationIT {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration RESTORED_WITHIN = Duration.ofSeconds(2);

  private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.postgres().executeAsOwner("CREATE TABLE IF NOT EXISTS orders (id bigint)");
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @Test
  void restoresServiceByOneRefreshWhenTheRoleIsDroppedUnderLiveConnections() {
    try (Workload workload = workload("SELECT count(*) >= 0 FROM orders")) {
      String role = bed.postgres().ephemeralRoles().get(0);
      bed.postgres().dropRole(role);
      workload.awaitGeneration(2, RESTORED_WITHIN);
      awaitHealthy(workload);
      assertThat(workload.generations()).as("one refresh").isEqualTo(2);
      assertThat(workload.failures()).allMatch(RevocationIT::comesFromTheLostRole);
      System.out.println("failed statements: " + workload.failures().size());
    }
  }

  @Test
  void restoresServiceByOneRefreshWhenTheLeaseIsRevoked() {
    try (Workload workload = workload("SELECT count(*) >= 0 FROM orders")) {
      bed.vault().revokePrefix(TestBed.CREDS_PATH);
      workload.awaitGeneration(2, RESTORED_WITHIN);
      awaitHealthy(workload);
      assertThat(workload.generations()).as("one refresh").isEqualTo(2);
      assertThat(workload.failures()).allMatch(RevocationIT::comesFromTheLostRole);
    }
  }

  @Test
  void replacesALeaseThatWasRevokedWhileNoConnectionWasInUseWhenItIsToBeRenewed() {
    bed.vault().database().role("brief", Duration.ofSeconds(12), Duration.ofMinutes(5));
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy("brief"));
    bed.vault().jwt(bed.issuer()).role("brief", TestBed.ACCOUNT, terms);
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_CREDS", "database/creds/brief");
    settings.put("LEASEHOLD_AUTH_ROLE", "brief");
    settings.put("LEASEHOLD_MARGIN", "2s");
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), Source.DRIVER_MANAGER, 50).awaitReady()) {
      workload.awaitGeneration(1, BOUND);
      bed.vault().revokePrefix("database/creds/brief");
      workload.awaitGeneration(2, BOUND);
      workload.awaitLog("it does not know the lease", BOUND);
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      assertThat(workload.generations()).isEqualTo(2);
      workload.stop();
    }
  }

  private static Workload workload(String sql) {
    Workload workload =
        Workload.start(Workload.settings(bed), bed.postgres().url(), Source.HIKARI, 50, sql);
    workload.awaitReady().load(8);
    workload.awaitGeneration(1, BOUND);
    Eventually.holds("the load runs", BOUND, () -> workload.tally().queries() > 100);
    return workload;
  }

  /** Waits until nothing has failed for a second under full load. */
  private static void awaitHealthy(Workload workload) {
    Eventually.holds(
        "no failure for a second", BOUND, () -> workload.tally().millisSinceFailure() > 1_000);
    workload.load(0);
    assertThat(workload.stop().queries()).isPositive();
    Eventually.holds("no role is left", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  /** 42501 and 42704 for a session whose role is gone, 57P01 and 08 for one that was ended. */
  private static boolean comesFromTheLostRole(String failure) {
    return failure.matches("failure (42501|42704|57P01|08\\d\\d\\d|28P01|25P02) .*");
  }
}
