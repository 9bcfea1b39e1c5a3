// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Ports;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import dev.leasehold.testbed.vault.VaultApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/**
 * A pod uses a role whose name is of another template than Vault's. It also uses the account of a
 * static role, that of a static role that another client has read, and an account of its own.
 * Vault's audit log has usernames in clear, or Vault tells how it hashes them.
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
  private Login lease = LEGACY;
  private Login fixed = LEGACY;
  private Login admin = LEGACY;
  private Login wrapped = LEGACY;

  VaultAccountsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anAccountThatVaultNamesInClearIsNoStaticAccount() throws Exception {
    try (TestBed bed = TestBed.start()) {
      bed.vault()
          .api()
          .write(
              "sys/mounts/database/tune",
              Map.of("audit_non_hmac_response_keys", List.of("username")));
      use(bed);
      assertThat(ask(bed, 0, "role", lease.user()).at("/role/0/certainty").asText())
          .startsWith("certain: ");
      assertThat(accounts(ask(bed, 1, "findings")))
          .containsExactlyInAnyOrder(admin.user(), LEGACY.user(), wrapped.user());
      assertThat(accounts(ask(bed, 1, "findings", "--known-account=" + LEGACY.user())))
          .containsExactlyInAnyOrder(admin.user(), wrapped.user());
    }
  }

  /** Each device has hashes of its own, and the answers of both devices are in the logs. */
  @Test
  void anAccountWhoseHashVaultTellsIsNoStaticAccount() throws Exception {
    try (TestBed bed = TestBed.start()) {
      Map<String, String> log = Map.of("file_path", folder.resolve("second.log").toString());
      bed.vault().api().write("sys/audit/second", Map.of("type", "file", "options", log));
      use(bed);
      assertThat(accounts(ask(bed, 1, "findings")))
          .containsExactlyInAnyOrderElementsOf(users(lease, fixed, admin, wrapped, LEGACY));
      for (String device : List.of("--audit-device=file", "--audit-device=second/")) {
        JsonNode role = ask(bed, 0, "role", lease.user(), device);
        assertThat(role.at("/role/0/certainty").asText())
            .isEqualTo("certain: the audit log has the hash of the name");
        assertThat(role.at("/lease/0/path").asText()).isEqualTo(TestBed.CREDS_PATH);
        assertThat(role.at("/pod/0/name").asText()).isEqualTo("orders-1");
        assertThat(role.at("/sessions").size()).isEqualTo(1);
        JsonNode pod = ask(bed, 0, "pod", "orders-1", device);
        assertThat(pod.get("leases").findValuesAsText("role"))
            .containsExactlyInAnyOrderElementsOf(users(lease, wrapped));
        assertThat(accounts(ask(bed, 1, "findings", device)))
            .containsExactlyInAnyOrder(admin.user(), LEGACY.user());
      }
    }
  }

  /** The watch begins while Vault is down. It keeps the hashes for a start without Vault. */
  @Test
  void theWatchAsksAgainUntilVaultAnswersAndThenNoMore() throws Exception {
    try (TestBed bed = TestBed.start()) {
      use(bed);
      bed.vault().stop();
      URI metrics = URI.create("http://127.0.0.1:" + Ports.free() + "/metrics");
      Process watch = watch(bed, metrics.getPort());
      try {
        Eventually.holds("LA11 of each account", BOUND, () -> found().size() == 5);
        bed.vault().start();
        Eventually.holds("LA11 of two accounts", BOUND, () -> standing(metrics).equals("2.0"));
        bed.vault().stop();
        watch.destroyForcibly().waitFor();
        watch = watch(bed, metrics.getPort());
        Eventually.holds("the same again", BOUND, () -> standing(metrics).equals("2.0"));
      } finally {
        watch.destroyForcibly().waitFor();
      }
      assertThat(found()).hasSize(5);
      String state = Files.readString(folder.resolve("state/watch.db"), ISO_8859_1);
      assertThat(state).doesNotContain(bed.vault().rootToken());
    }
    assertThat(Files.readAllLines(folder.resolve("messages")))
        .singleElement()
        .asString()
        .contains("hashes of accounts are not known now, and tried again: Vault at https://")
        .contains(" did not answer: ");
  }

  /** Takes and uses all credentials, and keeps PostgreSQL's log. */
  private void use(TestBed bed) throws Exception {
    try (Relay fromPod = Relay.from(POD, bed.postgres().port());
        Relay toVault = Relay.from(POD, bed.vault().port())) {
      SessionLogs sessions = prepare(bed);
      VaultApi ofPod = bed.vault().api(toVault.port()).with(bed.vault().rootToken());
      lease = credential(ofPod.read(TestBed.CREDS_PATH));
      fixed = credential(ofPod.read("database/static-creds/fixed"));
      admin = credential(bed.vault().api().read("database/static-creds/admin"));
      assertThat(lease.user()).startsWith("app-");
      String token =
          ofPod
              .wrappedFor(bed.vault().rootToken())
              .read(TestBed.CREDS_PATH)
              .at("/wrap_info/token")
              .asText();
      wrapped = credential(ofPod.with(token).write("sys/wrapping/unwrap", Map.of()));
      for (Login each : List.of(lease, fixed, admin, wrapped, LEGACY)) {
        connect(fromPod, each);
        Eventually.holds("its session is logged", BOUND, () -> isLogged(sessions, each.user()));
      }
      Files.writeString(folder.resolve("postgresql.json"), sessions.text(".json"));
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
    return sessions;
  }

  private static List<String> users(Login... logins) {
    return Stream.of(logins).map(Login::user).toList();
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

  private JsonNode ask(TestBed bed, int status, String... question) throws Exception {
    Path answer = folder.resolve("answer.json");
    List<String> command = new ArrayList<>(List.of(question));
    command.add("--output=json");
    command.addAll(sources(bed));
    Path second = folder.resolve("second.log");
    if (Files.exists(second)) {
      command.add("--vault-audit=" + second);
    }
    AuditProgram.ask(status, answer, environment(bed), command);
    return new ObjectMapper().readTree(answer.toFile());
  }

  private List<String> sources(TestBed bed) {
    return List.of(
        "--vault-audit=" + bed.vault().auditLog(),
        "--kubernetes=" + folder.resolve("pods.json"),
        "--postgresql=" + folder.resolve("postgresql.json"));
  }

  private static Map<String, String> environment(TestBed bed) {
    return Map.of(
        "VAULT_ADDR", bed.vault().address().toString(),
        "VAULT_CACERT", bed.vault().caCertificate().toString(),
        "VAULT_TOKEN", bed.vault().rootToken());
  }

  private Process watch(TestBed bed, int port) throws IOException {
    List<String> command = new ArrayList<>(List.of("watch"));
    command.addAll(sources(bed));
    command.addAll(
        List.of(
            "--every=1s",
            "--settle=0s",
            "--audit-device=file",
            "--metrics-listen=" + port,
            "--state=" + folder.resolve("state"),
            "--findings=" + folder.resolve("found.json")));
    Path messages = folder.resolve("messages");
    return AuditProgram.start(
        ProcessBuilder.Redirect.appendTo(messages.toFile()), environment(bed), command);
  }

  /** Returns the accounts of LA11 that the watch has written out. */
  private Set<String> found() {
    Path findings = folder.resolve("found.json");
    Set<String> accounts = new HashSet<>();
    try {
      for (String line :
          Files.exists(findings) ? Files.readAllLines(findings) : List.<String>of()) {
        if (line.contains("\"LA11\"")) {
          accounts.add(new ObjectMapper().readTree(line).path("role").asText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return accounts;
  }

  /** Returns how many LA11 are still found, as the metric has it. */
  private static String standing(URI metrics) {
    String name = "leasehold_audit_standing_findings{code=\"LA11\",severity=\"warning\"} ";
    HttpRequest request = HttpRequest.newBuilder(metrics).build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()))
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return ""; // It has not begun to listen.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
