// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that Vault does not end: the same life, and nothing is revoked. */
class SecretKindsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String SET_PASSWORD = "ALTER ROLE shared PASSWORD ";

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.postgres().query("CREATE ROLE fixed LOGIN PASSWORD 'initial' IN ROLE app_rw");
    bed.postgres().query("GRANT fixed TO vault WITH ADMIN OPTION");
    bed.postgres().query("CREATE ROLE shared LOGIN IN ROLE app_rw");
    bed.vault().api().write("sys/mounts/secret", Map.of("type", "kv-v2"));
    bed.vault()
        .policy("reader", policy("database/static-creds/fixed", "kv/app", "secret/data/app"));
    bed.vault().jwt(bed.issuer()).role(TestBed.ROLE, TestBed.ACCOUNT, TokenTerms.of("reader"));
  }

  @Test
  void followsAStaticRoleThroughChangesOfItsPasswordWithoutAFailedQuery() {
    bed.vault().database().staticRole("fixed", "fixed", Duration.ofSeconds(10));
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_CREDS", "database/static-creds/fixed");
    try (Workload pooled = workload(settings, Source.HIKARI);
        Workload plain = workload(settings, Source.DRIVER_MANAGER)) {
      pooled.load(4);
      plain.load(4);
      pooled.awaitGeneration(3, BOUND);
      plain.awaitGeneration(3, BOUND);
      assertNothingFailed(pooled);
      assertNothingFailed(plain);
    }
  }

  private static void assertNothingFailed(Workload workload) {
    workload.load(0);
    assertThat(workload.failures()).isEmpty();
    assertThat(workload.stop().queries()).isPositive();
    assertThat(workload.application().errors().all())
        .noneMatch(line -> line.contains(" ERROR ") || line.contains("aborted"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kv/app", "secret/data/app"})
  void picksUpASecretThatWasWrittenAnewBeforeAnyConnectionNeedsIt(String path) {
    write(path, "one");
    Map<String, String> settings = settings(path);
    settings.put("LEASEHOLD_ROTATE_AFTER", "2s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    try (Workload workload = workload(settings, Source.DRIVER_MANAGER)) {
      workload.connectOnce().awaitGeneration(1, BOUND);
      write(path, "two");
      workload.awaitGeneration(2, BOUND);
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      assertThat(workload.generations()).as("read again, but not published").isEqualTo(2);
      workload.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kv/app", "secret/data/app"})
  void readsASecretAgainWhenTheDatabaseRejectsIt(String path) {
    write(path, "three");
    try (Workload workload = workload(settings(path), Source.DRIVER_MANAGER)) {
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
      write(path, "four");
      assertThat(workload.on("b", "borrow")).isEqualTo("borrowed");
      assertThat(workload.on("a", "do", "SELECT current_user")).isEqualTo("row shared");
      assertThat(workload.generations()).isEqualTo(2);
      workload.stop();
    }
  }

  private static Workload workload(Map<String, String> settings, Source source) {
    String always = "SELECT true";
    return Workload.start(settings, bed.postgres().url(), source, 200, always).awaitReady();
  }

  private static Map<String, String> settings(String path) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_CREDS", path);
    return settings;
  }

  private static void write(String path, String password) {
    bed.postgres().query(SET_PASSWORD + "'" + password + "'");
    Map<String, String> secret = Map.of("username", "shared", "password", password);
    if (path.startsWith("kv/")) {
      bed.vault().keyValue("app", secret);
    } else {
      bed.vault().api().write(path, Map.of("data", secret));
    }
  }

  private static String policy(String... paths) {
    StringBuilder hcl = new StringBuilder();
    for (String path : paths) {
      hcl.append("path \"").append(path).append("\" { capabilities = [\"read\"] }\n");
    }
    return hcl.append("path \"auth/token/*\" { capabilities = [\"update\"] }\n").toString();
  }
}
