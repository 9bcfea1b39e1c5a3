package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationUnderLoadIT {

  private static final int ROTATIONS = Integer.getInteger("leasehold.rotations", 100);

  private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(12), Duration.ofMinutes(1)));
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @Test
  void failsNoQueryInAHundredRotationsUnderLoad() {
    Tally tally = rotate(Source.HIKARI, ROTATIONS, 2_000);
    assertThat(tally.queries()).isGreaterThan(ROTATIONS * 50L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.7.9", "4.0.3", "5.1.0"})
  void failsNoQueryOnOtherVersionsOfHikari(String version) {
    rotate(Source.hikari(version), 5, 500);
  }

  @Test
  void failsNoQueryWithoutAPool() {
    rotate(Source.DRIVER_MANAGER, 5, 500);
  }

  @Test
  void failsNoQueryWithTheOldestDriver() {
    rotate(Source.OLD_DRIVER, 3, 200);
  }

  private static Tally rotate(Source source, int rotations, int maxTransactionMillis) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "2500ms");
    settings.put("LEASEHOLD_MARGIN", "2s");
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        Workload workload =
            Workload.start(settings, bed.postgres().url(), source, maxTransactionMillis)) {
      workload.awaitReady().load(8);
      workload.awaitGeneration(rotations + 1, Duration.ofSeconds(20 + rotations * 5L));
      workload.load(0);
      Tally tally = workload.stop();
      assertThat(workload.failures()).isEmpty();
      assertThat(tally.failed()).isZero();
      assertThat(tally.wrong()).as("statements on a role past its lease").isZero();
      assertThat(roles.most()).as("roles at once").isLessThanOrEqualTo(2);
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
      return tally;
    }
  }
}
