// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BindingsIT {

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.vault().database().role("migrate", Duration.ofMinutes(1), Duration.ofMinutes(5));
    TokenTerms both =
        new TokenTerms(
            List.of(bed.vault().appPolicy(TestBed.ROLE), bed.vault().appPolicy("migrate")),
            Duration.ofHours(1),
            Duration.ofHours(24));
    bed.vault().jwt(bed.issuer()).role(TestBed.ROLE, TestBed.ACCOUNT, both);
    bed.postgres().query("CREATE ROLE reporting LOGIN PASSWORD 'static-and-good' IN ROLE app_rw");
  }

  @Test
  void givesAConnectionTheRoleOfTheBindingThatMatchesItsUser() {
    assertThat(roleFor("static_app", "x")).contains("-orders-");
    assertThat(roleFor("static_migrate", "x")).contains("-migrate-");
  }

  @Test
  void doesNotTouchOrMentionAConnectionThatMatchesNoBinding() {
    Map<String, String> settings = bindings();
    try (Workload workload = start(settings, "reporting", "static-and-good")) {
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      assertThat(workload.on("a", "do", "SELECT current_user")).isEqualTo("row reporting");
      workload.stop();
      assertThat(workload.application().errors().all())
          .noneMatch(line -> line.contains("reporting"));
    }
  }

  @Test
  void replacesCredentialsThatAreInTheUrl() {
    String url = bed.postgres().url();
    String withUser =
        url + (url.contains("?") ? "&" : "?") + "user=static_app&password=static-password";
    Map<String, String> settings = Workload.settings(bed);
    try (Workload workload = Workload.start(settings, withUser, Source.DRIVER_MANAGER, 100)) {
      workload.awaitReady();
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      assertThat(workload.on("a", "do", "SELECT current_user")).startsWith("row v-");
      workload.stop();
    }
  }

  private static String roleFor(String user, String password) {
    try (Workload workload = start(bindings(), user, password)) {
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      String role = workload.on("a", "do", "SELECT current_user");
      workload.stop();
      return role;
    }
  }

  private static Workload start(Map<String, String> settings, String user, String password) {
    return Workload.start(
            settings,
            bed.postgres().url(),
            Source.DRIVER_MANAGER,
            100,
            Workload.ROLE_IS_VALID,
            new Workload.Login(user, password))
        .awaitReady();
  }

  private static Map<String, String> bindings() {
    Map<String, String> settings = new HashMap<>(Workload.settings(bed));
    settings.remove("LEASEHOLD_CREDS");
    settings.put("LEASEHOLD_BINDINGS", "app,migration");
    settings.put("LEASEHOLD_APP_CREDS", TestBed.CREDS_PATH);
    settings.put("LEASEHOLD_APP_USER", "static_app");
    settings.put("LEASEHOLD_MIGRATION_CREDS", "database/creds/migrate");
    settings.put("LEASEHOLD_MIGRATION_USER", "static_migrate");
    return settings;
  }
}
