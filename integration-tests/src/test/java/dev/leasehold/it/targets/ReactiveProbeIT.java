// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody tries a new credential where all clients are clients that never block. So the first login
 * of the application tells that the database does not take it. The credential before serves that
 * login and later logins.
 */
class ReactiveProbeIT {

  private static final Duration LEASE = Duration.ofHours(1);
  private static final Duration MAXIMUM = Duration.ofHours(24);
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final int MORE = 5;
  private static final String USER = "SELECT session_user";

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, MAXIMUM));
    bed.postgres().allowMigrations();
  }

  static List<Source> sources() {
    return Reactive.newestAndOldest();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void isServedByTheCredentialBeforeWhereTheNextIsRejected(Source source) {
    bed.vault().database().migrationRole(TestBed.ROLE, LEASE, MAXIMUM);
    try (Workload workload =
        Workload.start(settings(), bed.postgres().url(), source, 100).awaitReady()) {
      String before = logIn(workload, "first");
      assertThat(before).startsWith("row v-");
      bed.vault().database().role(TestBed.ROLE, LEASE, MAXIMUM); // May not act as the owner.
      Eventually.holds(
          "the next one is rejected",
          BOUND,
          () -> {
            assertThat(logIn(workload, "some")).startsWith("row v-");
            workload.on("some", "release");
            return workload.hasLogged("may not take on the role app_owner");
          });
      for (int i = 0; i < MORE; i++) { // Held, so that each is a login.
        assertThat(logIn(workload, "more-" + i)).isEqualTo(before);
      }
      bed.vault().database().migrationRole(TestBed.ROLE, LEASE, MAXIMUM);
      Eventually.holds(
          "another credential serves",
          BOUND,
          () -> {
            String user = logIn(workload, "some");
            workload.on("some", "release");
            assertThat(user).startsWith("row v-");
            return !user.equals(before);
          });
      workload.stop();
    }
  }

  private static String logIn(Workload workload, String name) {
    String borrowed = workload.on(name, "borrow");
    return borrowed.equals("borrowed") ? workload.on(name, "do", USER) : borrowed;
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", bed.postgres().url());
    settings.put("LEASEHOLD_SET_ROLE", "app_owner");
    settings.put("LEASEHOLD_ROTATE_AFTER", "4s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    return settings;
  }
}
