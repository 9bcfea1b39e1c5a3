// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything but the injection: the application keeps its own credential in every case. */
class ObserveIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Workload.Login OWN = new Workload.Login("reporting", "static-and-good");

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.vault().database().role(TestBed.ROLE, Duration.ofSeconds(12), Duration.ofMinutes(5));
    bed.postgres().query("CREATE ROLE reporting LOGIN PASSWORD 'static-and-good' IN ROLE app_rw");
  }

  @AfterEach
  void noRoleIsLeft() {
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  @Test
  void takesOutTriesRenewsRotatesAndRevokesWithoutTouchingAConnection() {
    Map<String, String> settings = observing();
    settings.put("LEASEHOLD_ROTATE_AFTER", "9s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    try (Workload workload = workload(settings)) {
      workload.load(4);
      workload.awaitGeneration(3, BOUND);
      workload.load(0);
      assertOwn(workload);
      assertThat(report(workload))
          .contains(" x connection to " + bed.postgres().url() + " as reporting would get a")
          .contains("credential of binding default, database/creds/orders")
          .containsPattern("default on database/creds/orders: 3 credentials fetched, [1-9]")
          .contains(" 3 revoked, 0 failures");
    }
  }

  @Test
  void reportsWhichConnectionsCouldBeMovedToNewSessions() {
    Map<String, String> settings = observing();
    settings.put("LEASEHOLD_HAND_OVER", "auto");
    settings.put("LEASEHOLD_REHEARSE", "2s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    Source holders =
        new Source(
            "FieldConnection,SpringSingleConnection,Hikari",
            List.of("spring-jdbc-6.2.19", "HikariCP-7.1.0", "postgresql-42.7.14"));
    try (Workload workload = workload(settings, holders)) {
      workload.on("field", "borrow");
      workload.on("field", "do", "SET app.tenant = 'seven'");
      workload.on("spring", "borrow");
      workload.on("pooled", "borrow");
      String opened = "not touched: connection that was opened by ";
      workload.awaitLog(
          BOUND, opened, "pools.FieldConnection", "could not be moved", "application's own");
      workload.awaitLog(BOUND, opened, "spring-jdbc-6.2.19.jar", "would be moved");
      assertOwn(workload);
      assertThat(report(workload)).doesNotContain("opened by com.zaxxer");
    }
  }

  @Test
  void reportsConnectionsThatMatchNoBinding() {
    Map<String, String> settings = observing();
    settings.put("LEASEHOLD_USER", "somebody-else");
    try (Workload workload = workload(settings)) {
      assertOwn(workload);
      assertThat(report(workload)).contains(" as reporting matches no binding");
    }
  }

  @Test
  void reportsThatVaultCannotBeReachedAndHarmsNobody() {
    Map<String, String> settings = observing();
    settings.put("VAULT_ADDR", "https://127.0.0.1:1");
    try (Workload workload = workload(settings)) {
      workload.on("first", "borrow");
      workload.awaitLog("fetch failed", BOUND);
      assertOwn(workload);
      assertThat(report(workload))
          .containsPattern("0 credentials fetched, 0 renewals, 0 revoked, [1-9][0-9]* failures")
          .contains("the last: fetch: Vault could not be asked");
    }
  }

  @Test
  void triesTheRoleThatSessionsWouldTakeOn() {
    Map<String, String> settings = observing();
    settings.put("LEASEHOLD_SET_ROLE", "app_owner");
    try (Workload workload = workload(settings)) {
      workload.on("a", "borrow");
      workload.awaitLog("may not take on the role app_owner of leasehold.set-role", BOUND);
      assertOwn(workload);
    }
  }

  @Test
  void refusesNothingWhereTheConfigurationIsWrong() {
    Map<String, String> settings = observing();
    settings.put("LEASEHOLD_MARGIN", "5");
    try (Workload workload = workload(settings)) {
      workload.awaitLog("the configuration is wrong: LEASEHOLD_MARGIN", BOUND);
      assertOwn(workload);
    }
  }

  private static void assertOwn(Workload workload) {
    workload.on("own", "borrow");
    assertThat(workload.on("own", "do", "SELECT current_user")).isEqualTo("row reporting");
    assertThat(workload.stop().failed()).isZero();
    assertThat(workload.failures()).isEmpty();
  }

  private static String report(Workload workload) {
    return String.join("\n", workload.application().errors().all());
  }

  private static Map<String, String> observing() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MODE", "observe");
    return settings;
  }

  private static Workload workload(Map<String, String> settings) {
    return workload(settings, Source.HIKARI);
  }

  private static Workload workload(Map<String, String> settings, Source source) {
    return Workload.start(settings, bed.postgres().url(), source, 100, Workload.ROLE_IS_VALID, OWN)
        .awaitReady();
  }
}
