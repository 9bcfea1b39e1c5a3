// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A holder that never lets go of its connection, and knows nothing of a rotation. */
class HandOverIT {

  private static final Duration BOUND = Duration.ofMinutes(2);

  /** Long enough for a busy machine to move a connection before its deadline. */
  private static final Duration LEASE = Duration.ofSeconds(40);

  private static final String HOLDER = "org.springframework.jdbc.datasource.";

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.7.14", "postgresql-42.2.2"})
  void aSingleConnectionLivesThroughTenRotationsUnderLoad(String driver) {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_REHEARSE", "3s");
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        Workload workload = workload(settings, driver)) {
      workload.load(1);
      workload.awaitGeneration(11, BOUND);
      workload.load(0);
      assertThat(workload.failures()).isEmpty();
      Tally tally = workload.stop();
      assertThat(tally.failed()).isZero();
      assertThat(tally.wrong()).as("queries on a role past its lease").isZero();
      assertThat(tally.queries()).isPositive();
      assertThat(workload.application().errors().count(line -> line.contains(" aborted: ")))
          .isZero();
      assertThat(roles.most()).as("roles at once").isLessThanOrEqualTo(2);
    }
  }

  /** Long before its deadline, and with the reason. */
  @Test
  void aConnectionThatCannotBeMovedIsAnnouncedAtTheFirstRotation() {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_ROTATE_AFTER", "5s");
    try (Workload workload = workload(settings, "postgresql-42.7.14")) {
      workload.on("a", "borrow");
      workload.on("a", "do", "SET app.tenant = 'seven'");
      workload.awaitLog(
          BOUND,
          " WARN ",
          "retired",
          HOLDER,
          "cannot be moved",
          "setting of the application's own");
      workload.on("a", "release");
      workload.stop();
    }
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_HAND_OVER", "auto");
    settings.put("LEASEHOLD_HAND_OVER_QUIET", "20ms");
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }

  private static Workload workload(Map<String, String> settings, String driver) {
    Source holder = new Source("SpringSingleConnection", List.of("spring-jdbc-6.2.19", driver));
    return Workload.start(settings, bed.postgres().url(), holder, 100).awaitReady();
  }
}
