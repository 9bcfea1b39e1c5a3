// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresStandby;
import dev.leasehold.testbed.sql.Sql;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** {@code leasehold audit} on the logs of real servers, of an application that has rotated. */
class AuditIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String POD = "orders-7d9c5b8f6-x2x9k";
  private static final List<String> FORMATS = List.of(".json", ".csv", ".log");
  private static final String PODS =
      """
      {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Pod",
        "metadata": {"namespace": "shop", "name": "%s", "uid": "5f3c", "creationTimestamp": "%s"},
        "spec": {"serviceAccountName": "orders", "nodeName": "node-1", "containers": [{"image": "orders:1"}]},
        "status": {"phase": "Running", "startTime": "%2$s"}}]}
      """;

  /**
   * The name of a session as a client sends it, and its begin as PostgreSQL 16 and later log it.
   */
  private static final String CYRILLIC = "склад-заказов";

  private static final String CYRILLIC_LOGGED = "\\xd1\\x81";

  private static final String RAISE =
      "DO $$ BEGIN RAISE LOG 'disconnection: session time: 0:00:01.000 user=% database=app"
          + " host=127.0.0.1 port=%', session_user, inet_client_port(); END $$";

  @AutoClose private static TestBed bed;
  private static Path folder;
  private static SessionLogs sessions;
  private static List<String> roles;

  @BeforeAll
  static void rotate(@TempDir Path shared) throws Exception {
    folder = shared;
    bed = TestBed.start();
    // The log then has every statement in clear, passwords among them, for this test to look for.
    bed.vault().api().write("database/config/app", Map.of("password_authentication", "password"));
    sessions = SessionLogs.begin(bed.postgres());
    Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Files.writeString(folder.resolve("pods.json"), PODS.formatted(POD, start));
    Map<String, String> settings = Workload.settings(bed);
    settings.put("HOSTNAME", "node-1");
    settings.put("POD_NAME", POD);
    settings.put("POD_NAMESPACE", "shop");
    settings.put("POD_UID", "5f3c");
    settings.put("LEASEHOLD_ROTATE_AFTER", "4s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    List<String> names = new ArrayList<>();
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), Source.HIKARI, 100).awaitReady()) {
      workload.connectOnce();
      for (int generation = 1; generation <= 2; generation++) {
        workload.awaitGeneration(generation, BOUND);
        workload.on("a", "borrow");
        names.add(workload.on("a", "do", "SELECT session_user").substring("row ".length()));
        workload.on("a", "release");
      }
      workload.stop();
      workload.application().errors().await(0, line -> line.contains("the JVM ends"), BOUND);
      Path log = folder.resolve("pods/shop_" + POD + "_5f3c/orders/0.log");
      Files.createDirectories(log.getParent());
      Files.write(log, workload.application().errors().all());
    }
    followAndWriteLargeObject(bed.postgres());
    roles = names.stream().distinct().toList();
    bed.vault().api().read(TestBed.CREDS_PATH); // By the root token.
    Eventually.holds("the end of the sessions is logged", BOUND, () -> hasEnd(roles.get(0)));
  }

  /**
   * Ends a session that streams the WAL, and a session with a name outside ASCII that calls by the
   * fast path.
   */
  private static void followAndWriteLargeObject(PostgresServer server) throws SQLException {
    try (PostgresStandby standby = server.standby(Duration.ZERO)) {
      String streaming = "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'";
      Eventually.holds(standby.url(), BOUND, () -> !server.query(streaming).isEmpty());
    }
    Map<String, String> named = Map.of("ApplicationName", CYRILLIC);
    try (Connection connection =
        Sql.connect(new Driver(), server.url(), server.superuser(), named)) {
      connection.setAutoCommit(false);
      connection.unwrap(PGConnection.class).getLargeObjectAPI().createLO();
      connection.commit();
    }
    Eventually.holds(
        "both ends are logged",
        BOUND,
        () ->
            hasLine(".log", "<streaming ", "disconnection: ")
                && hasLine(".log", CYRILLIC_LOGGED, "disconnection: "));
    assertThat(sessions.lines(".log", "<<FASTPATH>>")).isNotEmpty();
  }

  private static boolean hasEnd(String role) {
    return hasLine(".json", "disconnection: ", role);
  }

  private static boolean hasLine(String ending, String... texts) {
    return sessions.lines(ending, texts).findAny().isPresent();
  }

  @Test
  void namesPodLeaseAndSessionsOfARoleThatTheAgentHad() throws Exception {
    for (String ending : FORMATS) {
      for (String role : roles) {
        Path answer = ask(0, ending, "role", role, "-o", "json");
        JsonNode json = new ObjectMapper().readTree(answer.toFile());
        assertThat(json.at("/role/0/certainty").asText()).startsWith("nearly certain: its session");
        assertThat(json.at("/lease/0/path").asText()).isEqualTo(TestBed.CREDS_PATH);
        assertThat(json.at("/lease/0/ended_by").asText()).isEqualTo("server log");
        assertThat(json.at("/login/0/account_namespace").asText()).isEqualTo("shop");
        assertThat(json.at("/login/0/account_name").asText()).isEqualTo("orders");
        assertThat(json.at("/pod/0/name").asText()).isEqualTo(POD);
        assertThat(json.at("/pod/0/certainty").asText()).startsWith("claimed: ");
        assertThat(json.at("/sessions").size()).isPositive();
        assertThat(json.at("/sessions/0/address").asText()).isEqualTo("127.0.0.1");
        assertThat(json.at("/findings").size()).isZero();
      }
    }
  }

  /** The log is that of the application's process, under the name that a node would give it. */
  @Test
  void showsWhatTheAgentSaysOfItsRoles() throws Exception {
    for (String role : roles) {
      JsonNode json =
          new ObjectMapper().readTree(ask(0, ".json", "role", role, "--output=json").toFile());
      assertThat(json.at("/agent").findValuesAsText("event")).contains("credential current");
      assertThat(json.at("/agent/0/name").asText()).isEqualTo(POD);
      assertThat(json.at("/timeline").findValuesAsText("event"))
          .contains("lease taken", "claimed: credential current");
    }
    JsonNode pod =
        new ObjectMapper().readTree(ask(0, ".json", "pod", POD, "--output=json").toFile());
    assertThat(pod.at("/agent").findValuesAsText("event")).contains("logged in", "process ended");
  }

  @Test
  void knowsTheEndOfAStandbysSessionAndOfAnyName() throws Exception {
    String superuser = bed.postgres().superuser().user();
    for (String ending : FORMATS) {
      Path answer = ask(0, ending, "role", superuser, "-o", "json");
      JsonNode all = new ObjectMapper().readTree(answer.toFile()).get("sessions");
      assertThat(all)
          .as(ending)
          .filteredOn(session -> isOfStandbyOrCyrillic(session.get("application").asText()))
          .hasSize(2)
          .allSatisfy(session -> assertThat(session.get("ended_at").isNull()).isFalse());
    }
  }

  private static boolean isOfStandbyOrCyrillic(String application) {
    return application.equals("walreceiver") || application.startsWith(CYRILLIC_LOGGED);
  }

  /** {@code RAISE LOG} writes any text at the level of the server's own messages. */
  @Test
  void takesNoMessageOfAStatementForTheEndOfItsSession() throws Exception {
    try (Connection open = bed.postgres().connect();
        Statement statement = open.createStatement()) {
      statement.execute(RAISE);
      String port;
      String user;
      try (ResultSet row = statement.executeQuery("SELECT session_user, inet_client_port()")) {
        row.next();
        user = row.getString(1);
        port = row.getString(2);
      }
      for (String ending : FORMATS) {
        String message = "host=127.0.0.1 port=" + port;
        Eventually.holds(
            "the message is logged", BOUND, () -> hasLine(ending, "0:00:01.000", message));
        Path answer = ask(0, ending, "role", user, "-o", "json");
        JsonNode sessions = new ObjectMapper().readTree(answer.toFile()).get("sessions");
        assertThat(sessions)
            .filteredOn(session -> session.get("port").asText().equals(port))
            .singleElement()
            .satisfies(session -> assertThat(session.get("ended_at").isNull()).isTrue());
      }
    }
  }

  @Test
  void vaultsLogNamesThePodThatTheAgentClaimsToBe() throws Exception {
    Set<String> paths = new TreeSet<>();
    for (String line : Files.readAllLines(bed.vault().auditLog())) {
      JsonNode request = new ObjectMapper().readTree(line).path("request");
      String sent = request.at("/headers/x-correlation-id/0").asText();
      if (sent.endsWith(";namespace=shop;pod=" + POD + ";uid=5f3c")) {
        paths.add(request.path("path").asText());
        assertThat(request.at("/headers/user-agent/0").asText())
            .matches("leasehold/[0-9][^ ]* \\(agent\\)");
      }
    }
    assertThat(paths)
        .contains(TestBed.CREDS_PATH, "sys/leases/revoke", "auth/token/revoke-self")
        .anyMatch(path -> path.startsWith("auth/") && path.endsWith("/login"));
  }

  /** Also through a proxy that has Vault at a path of its own, and with a token in a file. */
  @Test
  void asksVaultForTheHashOfARole() throws Exception {
    bed.vault().policy("hash", "path \"sys/audit-hash/file\" { capabilities = [\"update\"] }");
    Path token = Files.writeString(folder.resolve("token"), token("hash") + "\n");
    HttpServer proxy = proxy();
    try {
      String behind = "http://127.0.0.1:" + proxy.getAddress().getPort() + "/vault/";
      for (String address : List.of(bed.vault().address().toString(), behind)) {
        Map<String, String> vault = new HashMap<>(vault());
        vault.put("VAULT_ADDR", address);
        vault.put("VAULT_TOKEN_FILE", token.toString());
        Path answer =
            ask(vault, 0, ".json", "role", roles.get(0), "--audit-device=file", "-o", "json");
        JsonNode json = new ObjectMapper().readTree(answer.toFile());
        assertThat(json.at("/role/0/certainty").asText())
            .startsWith("certain: the audit log has the hash");
        assertThat(json.at("/pod/0/name").asText()).isEqualTo(POD);
      }
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void saysWhyVaultTellsNoHash() throws Exception {
    String[] question = {"role", roles.get(0), "--audit-device=none"};
    assertThat(Files.readString(ask(69, ".json", question)))
        .endsWith(" has no audit device none: see vault audit list\n")
        .hasLineCount(1);
    Map<String, String> vault = new HashMap<>(vault());
    vault.put("VAULT_TOKEN", token("default"));
    assertThat(Files.readString(ask(vault, 69, ".json", question)))
        .contains("the token is not valid, or lacks update on sys/audit-hash/none")
        .doesNotContain(vault.get("VAULT_TOKEN"))
        .hasLineCount(1);
  }

  private static String token(String policy) {
    return bed.vault()
        .api()
        .write("auth/token/create", Map.of("policies", List.of(policy)))
        .at("/auth/client_token")
        .asText();
  }

  private static HttpServer proxy() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    String prefix = "/vault/v1/";
    server.createContext(
        prefix,
        exchange -> {
          JsonNode body = new ObjectMapper().readTree(exchange.getRequestBody());
          byte[] answer =
              bed.vault()
                  .api()
                  .with(exchange.getRequestHeaders().getFirst("X-Vault-Token"))
                  .write(
                      exchange.getRequestURI().getPath().substring(prefix.length()),
                      Map.of("input", body.path("input").asText()))
                  .toString()
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void findsTheReadByTheRootTokenAndNothingElse() throws Exception {
    for (String ending : FORMATS) {
      String findings = Files.readString(ask(1, ending, "findings", "-o", "csv"));
      assertThat(findings.lines().filter(line -> line.startsWith("findings,")))
          .as(ending)
          .singleElement()
          .asString()
          .startsWith("findings,LA09,error,")
          .contains("reads of " + TestBed.CREDS_PATH + " by root");
    }
  }

  /** Every question in every format, and its standard error. */
  @Test
  void showsNoPassword() throws Exception {
    Set<String> passwords = passwords();
    assertThat(passwords).as("passwords issued").hasSizeGreaterThanOrEqualTo(roles.size() + 1);
    String lease = lease();
    for (String[] question :
        new String[][] {
          {"pod", POD},
          {"at", Instant.now().toString()},
          {"role", roles.get(0)},
          {"role", "vault"},
          {"lease", lease},
          {"findings"}
        }) {
      int status = question[0].equals("findings") ? 1 : 0;
      for (String format : List.of("text", "json", "csv", "html")) {
        String[] asked = Arrays.copyOf(question, question.length + 1);
        asked[question.length] = "--output=" + format;
        String answer = Files.readString(ask(status, ".json", asked));
        assertThat(passwords).as(String.join(" ", asked)).noneMatch(answer::contains);
      }
    }
    for (String ending : List.of(".csv", ".log")) {
      String role = Files.readString(ask(0, ending, "role", roles.get(0)));
      String findings = Files.readString(ask(1, ending, "findings"));
      assertThat(passwords).as(ending).noneMatch(role::contains).noneMatch(findings::contains);
    }
  }

  private static String lease() throws Exception {
    Path answer = ask(0, ".json", "role", roles.get(0), "-o", "json");
    return new ObjectMapper().readTree(answer.toFile()).at("/lease/0/lease_id").asText();
  }

  /** PostgreSQL's log has each creation statement as Vault sent it, with the password quoted. */
  private static Set<String> passwords() throws IOException {
    Set<String> passwords = new TreeSet<>();
    Matcher matcher =
        Pattern.compile("leasehold\\.password', \\$\\w+\\$([^$]+)\\$")
            .matcher(sessions.text(".json"));
    while (matcher.find()) {
      passwords.add(matcher.group(1));
    }
    return passwords;
  }

  /** Asks the program as it is packaged; returns the file with the answer and the messages. */
  private static Path ask(int status, String ending, String... question) throws Exception {
    return ask(vault(), status, ending, question);
  }

  private static Path ask(
      Map<String, String> environment, int status, String ending, String... question)
      throws Exception {
    Path answer = Files.createTempFile(folder, "answer", ".txt");
    Path log = Files.createTempDirectory(folder, "log").resolve("postgresql" + ending);
    Files.writeString(log, sessions.text(ending));
    List<String> command = new ArrayList<>(List.of(question));
    command.add("--vault-audit=" + bed.vault().auditLog());
    command.add("--vault-log=" + bed.vault().log());
    command.add("--postgresql=" + log);
    command.add("--kubernetes=" + folder.resolve("pods.json"));
    command.add("--agent-log=" + folder.resolve("pods"));
    command.add("--proxy=127.0.0.1"); // Everybody is there.
    AuditProgram.ask(status, answer, environment, command);
    return answer;
  }

  private static Map<String, String> vault() {
    return Map.of(
        "VAULT_ADDR", bed.vault().address().toString(),
        "VAULT_CACERT", bed.vault().caCertificate().toString(),
        "VAULT_TOKEN", bed.vault().rootToken());
  }
}
