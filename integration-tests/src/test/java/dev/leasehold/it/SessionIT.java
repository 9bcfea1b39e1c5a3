// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As which role and under which name the application's sessions run. */
class SessionIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final String POD = "orders-7d9c5b8f6-x2x9k";

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.postgres().allowMigrations();
    bed.vault().database().migrationRole("migrate", LEASE, LONGEST);
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy("migrate"));
    bed.vault().jwt(bed.issuer()).role("migrate", TestBed.ACCOUNT, terms);
  }

  @AfterEach
  void noRoleIsLeft() {
    Eventually.holds("no role is left", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  @Test
  void givesWhatTheApplicationCreatesToTheRoleThatIsSet() {
    try (Workload workload = workload(migration("app_owner"), Source.HIKARI)) {
      workload.on("a", "borrow");
      assertThat(workload.on("a", "do", "CREATE TABLE made_by_a_migration (id bigint)"))
          .startsWith("updated");
      assertThat(
              bed.postgres()
                  .query(
                      "SELECT tableowner FROM pg_tables WHERE tablename = 'made_by_a_migration'"))
          .containsExactly(List.of("app_owner"));
      workload.on("a", "release");
      workload.stop();
    }
  }

  /** The statements fail as they would without the agent; each kind is explained at its first. */
  @Test
  void saysOnceWhatTheRoleOfALeaseLacksThatTheEarlierLoginHad() {
    try (Workload workload = workload(Workload.settings(bed), Source.HIKARI)) {
      for (String attempt : List.of("first", "second")) {
        assertThat(failure(workload, attempt, "CREATE TABLE made_by_a_lease (id bigint)"))
            .startsWith("failed 42501 ");
        assertThat(failure(workload, attempt, "SELECT FROM in_a_schema_of_its_own"))
            .startsWith("failed 42P01 ");
      }
      workload.awaitLog(BOUND, " INFO ", "42501", "A privilege is missing", "leasehold.set-role");
      workload.awaitLog(BOUND, " INFO ", "42P01", "A table or schema was not found", "search_path");
      workload.stop();
      assertThat(workload.application().errors().count(line -> line.contains("is said once")))
          .isEqualTo(2);
    }
  }

  private static String failure(Workload workload, String name, String sql) {
    workload.on(name, "borrow");
    String answer = workload.on(name, "do", sql);
    workload.on(name, "release");
    return answer;
  }

  @ParameterizedTest
  @CsvSource({"postgresql-42.7.14, app_owner", "postgresql-42.2.2, v-"})
  void aPoolThatDiscardsAllOnReturnLendsWithTheRoleAsTheDriverKeepsIt(
      String driver, String lentAgain) {
    Source pool = new Source("TomcatDiscarding", List.of(Source.TOMCAT.library(), driver));
    try (Workload workload = workload(migration("app_owner"), pool)) {
      workload.on("first", "borrow");
      String backend = workload.on("first", "do", "SELECT pg_backend_pid()");
      workload.on("first", "do", "SET statement_timeout = '77s'");
      workload.on("first", "release");
      workload.on("again", "borrow");
      assertThat(workload.on("again", "do", "SELECT pg_backend_pid()")).isEqualTo(backend);
      assertThat(workload.on("again", "do", "SHOW statement_timeout")).isEqualTo("row 0");
      assertThat(workload.on("again", "do", "SELECT current_user")).startsWith("row " + lentAgain);
      workload.on("again", "release");
      workload.stop();
    }
  }

  @Test
  void keepsTheOldCredentialWhileNewOnesMayNotTakeOnTheRole() {
    Map<String, String> settings = migration("app_owner");
    settings.put("LEASEHOLD_ROTATE_AFTER", "4s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    try (Workload workload = workload(settings, Source.HIKARI)) {
      workload.load(4);
      workload.awaitGeneration(1, BOUND);
      bed.vault().database().role("migrate", LEASE, LONGEST);
      String end = validUntil();
      String failure = workload.awaitLog("probe failed", BOUND);
      assertThat(failure)
          .containsPattern("the login role v-\\S+ may not take on the role app_owner of")
          .contains("leasehold.set-role")
          .contains("permission denied to set role");
      Eventually.holds("its lease is renewed", BOUND, () -> validUntil().compareTo(end) > 0);
      bed.vault().database().migrationRole("migrate", LEASE, LONGEST);
      workload.awaitGeneration(2, BOUND);
      workload.load(0);
      assertThat(workload.failures()).isEmpty();
      workload.stop();
    } finally {
      bed.vault().database().migrationRole("migrate", LEASE, LONGEST);
    }
  }

  /** The end of the role that has lived the longest. */
  private static String validUntil() {
    return String.valueOf(
        bed.postgres()
            .query(
                "SELECT rolvaliduntil FROM pg_roles WHERE rolname LIKE 'v-%' ORDER BY oid LIMIT 1")
            .get(0)
            .get(0));
  }

  @Test
  void namesBothRolesToAnApplicationWhoseCredentialMayNotTakeOnTheRole() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_SET_ROLE", "app_owner");
    try (Workload workload = workload(settings, Source.DRIVER_MANAGER)) {
      assertThat(workload.on("a", "borrow"))
          .startsWith("failed 28000 Leasehold: binding default ")
          .containsPattern("the login role v-\\S+ may not take on the role app_owner of");
      workload.stop();
    }
  }

  @Test
  void namesSessionsAfterPodAndLeaseSoThatAnAuditorFindsThem() throws Exception {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("HOSTNAME", POD);
    settings.put("PGAPPNAME", "which pgjdbc does not heed");
    try (Workload workload = workload(settings, Source.PG_SIMPLE)) {
      workload.on("a", "borrow");
      String name =
          workload
              .on(
                  "a",
                  "do",
                  "SELECT application_name FROM pg_stat_activity WHERE pid=pg_backend_pid()")
              .substring("row ".length());
      assertThat(name).matches("leasehold/" + POD + "/[0-9a-f]{8}");
      JsonNode answer = lastCredential();
      String lease = answer.path("secret").path("lease_id").asText();
      assertThat(name).endsWith("/" + fingerprint(lease));
      assertThat(answer.path("data").path("username").asText()).startsWith("hmac-sha256:");
      workload.on("a", "do", "SELECT no_such_column");
      assertThat(Files.readString(bed.postgres().log())).contains(name);
      workload.stop();
    }
  }

  @Test
  void leavesTheNameAloneWhereThatIsTurnedOff() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_APPLICATION_NAME", "off");
    try (Workload workload = workload(settings, Source.PG_SIMPLE)) {
      workload.on("a", "borrow");
      assertThat(workload.on("a", "do", "SHOW application_name"))
          .isEqualTo("row PostgreSQL JDBC Driver");
      workload.stop();
    }
  }

  /** Returns the answer with the last credential, as Vault's audit log has it. */
  private static JsonNode lastCredential() throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode last = json.nullNode();
    for (String line : Files.readAllLines(bed.vault().auditLog())) {
      JsonNode entry = json.readTree(line);
      if (entry.path("type").asText().equals("response")
          && entry.path("request").path("path").asText().equals(TestBed.CREDS_PATH)) {
        last = entry.path("response");
      }
    }
    return last;
  }

  private static String fingerprint(String leaseId) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(leaseId.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, 8);
  }

  private static Map<String, String> migration(String role) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_CREDS", "database/creds/migrate");
    settings.put("LEASEHOLD_AUTH_ROLE", "migrate");
    settings.put("LEASEHOLD_SET_ROLE", role);
    return settings;
  }

  private static Workload workload(Map<String, String> settings, Source source) {
    return Workload.start(settings, bed.postgres().url(), source, 200).awaitReady();
  }
}
