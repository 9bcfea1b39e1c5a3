// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import dev.leasehold.testbed.vault.VaultApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/**
 * A pod uses a role whose name is of another template than Vault's. It also uses the account of a
 * static role, that of a static role that another client has read, and an account of its own.
 * Vault's audit log has usernames in clear.
 */
class VaultAccountsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String POD = "127.0.0.2";
  private static final Login LEGACY = new Login("legacy_app", "legacy");
  private static final String PODS =
      "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"orders-1\",\"namespace\":\"shop\",\"uid\":\"5f3c\","
          + "\"annotations\":{\"leasehold.dev/injected\":\"x\"},\"creationTimestamp\":\"%1$s\"},"
          + "\"spec\":{\"serviceAccountName\":\"orders\"},\"status\":{\"podIP\":\"127.0.0.2\",\"startTime\":\"%1$s\"}}";

  private final Path folder;

  VaultAccountsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anAccountThatVaultNamesInClearIsNoStaticAccount() throws Exception {
    try (TestBed bed = TestBed.start();
        Relay fromPod = Relay.from(POD, bed.postgres().port());
        Relay toVault = Relay.from(POD, bed.vault().port())) {
      SessionLogs sessions = prepare(bed);
      VaultApi ofPod = bed.vault().api(toVault.port()).with(bed.vault().rootToken());
      Login lease = credential(ofPod.read(TestBed.CREDS_PATH));
      Login fixed = credential(ofPod.read("database/static-creds/fixed"));
      Login admin = credential(bed.vault().api().read("database/static-creds/admin"));
      assertThat(lease.user()).startsWith("app-");
      for (Login each : List.of(lease, fixed, admin, LEGACY)) {
        connect(fromPod, each);
        Eventually.holds("its session is logged", BOUND, () -> isLogged(sessions, each.user()));
      }
      assertThat(ask(bed, sessions, 0, "role", lease.user()).at("/role/0/certainty").asText())
          .startsWith("certain: ");
      assertThat(accounts(ask(bed, sessions, 1, "findings")))
          .containsExactlyInAnyOrder(admin.user(), LEGACY.user());
      assertThat(accounts(ask(bed, sessions, 1, "findings", "--known-account=" + LEGACY.user())))
          .containsExactly(admin.user());
    }
  }

  private SessionLogs prepare(TestBed bed) throws IOException {
    Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Files.writeString(folder.resolve("pods.json"), PODS.formatted(start));
    SessionLogs sessions = SessionLogs.begin(bed.postgres());
    bed.postgres().acceptLoopback();
    bed.postgres().query("CREATE ROLE legacy_app LOGIN PASSWORD 'legacy' IN ROLE app_rw");
    for (String role : List.of("fixed", "admin")) {
      bed.postgres().query("CREATE ROLE " + role + " LOGIN IN ROLE app_rw");
      bed.postgres().query("GRANT " + role + " TO vault WITH ADMIN OPTION");
      bed.vault().database().staticRole(role, role, Duration.ofHours(1));
    }
    bed.vault()
        .api()
        .write("database/config/app", Map.of("username_template", "app-{{random 20}}"));
    bed.vault()
        .api()
        .write(
            "sys/mounts/database/tune",
            Map.of("audit_non_hmac_response_keys", List.of("username")));
    return sessions;
  }

  private static Login credential(JsonNode answer) {
    return new Login(answer.at("/data/username").asText(), answer.at("/data/password").asText());
  }

  private static void connect(Relay way, Login login) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + way.port() + "/" + PostgresServer.DATABASE;
    Sql.connect(new Driver(), url, login, Map.of()).close();
  }

  private static boolean isLogged(SessionLogs sessions, String role) {
    return sessions.lines(".json", "connection authorized", role).findAny().isPresent();
  }

  private JsonNode ask(TestBed bed, SessionLogs sessions, int status, String... question)
      throws Exception {
    Path answer = folder.resolve("answer.json");
    List<String> command = new ArrayList<>(List.of(question));
    command.add("--output=json");
    command.add("--vault-audit=" + bed.vault().auditLog());
    command.add("--kubernetes=" + folder.resolve("pods.json"));
    Path log = Files.writeString(folder.resolve("postgresql.json"), sessions.text(".json"));
    command.add("--postgresql=" + log);
    AuditProgram.ask(status, answer, Map.of(), command);
    return new ObjectMapper().readTree(answer.toFile());
  }

  private static List<String> accounts(JsonNode answer) {
    List<String> accounts = new ArrayList<>();
    for (JsonNode each : answer.get("findings")) {
      if (each.get("code").asText().equals("LA11")) {
        accounts.add(each.get("role").asText());
      }
    }
    return accounts;
  }
}
