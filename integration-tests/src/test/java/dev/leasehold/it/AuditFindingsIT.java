// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedException;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.net.Relay;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import dev.leasehold.testbed.vault.TokenTerms;
import dev.leasehold.testbed.vault.VaultApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

/**
 * Each finding, made for real: on Vault, PostgreSQL and an API server, by clients with addresses of
 * their own.
 */
class AuditFindingsIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final ServiceAccount REPORTS = new ServiceAccount("shop", "reports");

  /** Of the pod of {@code orders}, of that of {@code reports}, and of nobody. */
  private static final String ORDERS_POD = "127.0.0.2";

  private static final String REPORTS_POD = "127.0.0.3";
  private static final String STRANGER = "127.0.0.9";

  private static final String UNWRAP = "sys/wrapping/unwrap";
  private static final String LOGIN = "auth/kubernetes/login";

  /** An auth role whose tokens have no accessor. */
  private static final String BATCH = "orders-batch";

  /** A database role, of which there is one lease. */
  private static final String WRAPPED = "wrapped";

  /** A database role whose users Vault cannot drop. */
  private static final String FORCED = "forced";

  /** A database role, whose leases others take out. */
  private static final String INTERCEPTED = "intercepted";

  private static final Login STATIC = new Login("legacy_app", "legacy");
  private static final String FORGED = "v-kubernet-forged-abcdefghijklmnopqrst-";

  private static final Map<String, Relay> RELAYS = new HashMap<>();

  private static TestBed bed;
  private static ControlPlane cluster;
  private static SessionLogs sessions;

  private final Path folder;

  AuditFindingsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    cluster = ControlPlane.launch();
    sessions = SessionLogs.begin(bed.postgres());
    bed.postgres().acceptLoopback();
    bed.postgres().query("CREATE ROLE legacy_app LOGIN PASSWORD 'legacy' IN ROLE app_rw");
    bed.vault()
        .policy(
            "all",
            "path \"database/creds/*\" { capabilities = [\"read\"] }\n"
                + "path \"auth/token/lookup-self\" { capabilities = [\"read\"] }\n"
                + "path \"sys/wrapping/unwrap\" { capabilities = [\"update\"] }");
    for (String role : List.of("left", "short", "strange", WRAPPED, FORCED, INTERCEPTED)) {
      bed.vault().api().write("database/roles/" + role, statements(role));
    }
    for (ServiceAccount each : List.of(TestBed.ACCOUNT, REPORTS)) {
      cluster.create(each);
      bed.vault().kubernetes(cluster).role(each.name(), each, TokenTerms.of("all"));
    }
    bed.vault().kubernetes(cluster).role(BATCH, TestBed.ACCOUNT, TokenTerms.of("all"));
    bed.vault().api().write("auth/kubernetes/role/" + BATCH, Map.of("token_type", "batch"));
    bed.postgres().query("CREATE ROLE fixed LOGIN");
    bed.postgres().query("GRANT fixed TO vault WITH ADMIN OPTION");
    bed.vault().database().staticRole("fixed", "fixed", Duration.ofHours(1));
  }

  /** Roles that no revocation drops; one of them fails, and another has users of a second. */
  private static Map<String, Object> statements(String role) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("db_name", "app");
    fields.put(
        "creation_statements",
        List.of("CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' IN ROLE app_rw"));
    if (role.equals("left")) {
      fields.put("revocation_statements", List.of("SELECT 1"));
    } else if (role.equals(FORCED)) {
      fields.put("revocation_statements", List.of("SELECT 1 / 0"));
    } else if (role.equals("short")) {
      fields.put("default_ttl", "1s");
      fields.put("max_ttl", "1s");
    }
    return fields;
  }

  @AfterAll
  static void stop() {
    RELAYS.values().forEach(Relay::close);
    cluster.close();
    bed.close();
  }

  @Test
  void eachIsFoundWhereItHasHappened() throws Exception {
    String uid = RunningPod.start(cluster, TestBed.ACCOUNT, "orders-a", ORDERS_POD);
    Instant unseen = loginWithoutAuditDevice(); // LA14
    RunningPod.start(cluster, REPORTS, "reports-b", REPORTS_POD);
    readByRoot(); // LA09
    String token = login(ORDERS_POD, TestBed.ACCOUNT);
    lease(REPORTS_POD, login(REPORTS_POD, REPORTS), "short"); // LA13
    JsonNode strange = lease(STRANGER, login(STRANGER, TestBed.ACCOUNT), "strange");
    wrappedLogin(REPORTS_POD, TestBed.ACCOUNT.name()); // LA12
    wrappedLogin(REPORTS_POD, BATCH); // LA12
    vault(STRANGER, token).read("auth/token/lookup-self"); // LA10
    String batch = login(ORDERS_POD, TestBed.ACCOUNT, BATCH);
    vault(STRANGER, batch).read("auth/token/lookup-self"); // LA10
    loginAsPod(STRANGER, "orders-a", uid); // LA03
    JsonNode first = lease(ORDERS_POD, token, TestBed.ROLE);
    for (int i = 0; i < 6; i++) {
      lease(ORDERS_POD, token, TestBed.ROLE); // LA07, LA08
    }
    connect("127.0.0.4", credential(first)).close(); // LA04
    connect(ORDERS_POD, STATIC).close(); // LA11
    String forged = FORGED + (Instant.now().getEpochSecond() - 1);
    bed.postgres().query("CREATE ROLE \"" + forged + "\" LOGIN PASSWORD 'forged' IN ROLE app_rw");
    connect(ORDERS_POD, new Login(forged, "forged")).close(); // LA01
    String forced = revokeByForce(ORDERS_POD, token); // LA06
    JsonNode left = wrappedLease(ORDERS_POD, token, "left");
    wrappedLeaseByToken(ORDERS_POD, token, WRAPPED);
    String intercepted = intercept(token); // LA15
    try (Connection used = connect(STRANGER, credential(strange)); // LA02
        Connection open = connect(ORDERS_POD, credential(left))) { // LA05
      bed.vault().revoke(left.path("lease_id").asText());
      Instant end = Instant.now().plusSeconds(4);
      Eventually.holds("clocks may differ no more", BOUND, () -> Instant.now().isAfter(end));
      connect(ORDERS_POD, credential(left)).close(); // LA06
      assertThat(open.isValid(10) && used.isValid(10)).isTrue();
      Eventually.holds("it is logged", BOUND, () -> logins(credential(left).user()) == 2);
      ExpectedFindings.assertAre(
          findings(unseen), forged, user(strange), user(first), user(left), forced, intercepted);
    }
  }

  /** Of root, which has no pod. */
  private static void readByRoot() {
    bed.vault().api().read(TestBed.CREDS_PATH);
    bed.vault().api().read("database/static-creds/fixed");
    assertThat(bed.vault().api().status("database/creds/nobody")).isEqualTo(400);
  }

  /** Returns the role whose lease Vault has removed, though it could not drop the role. */
  private static String revokeByForce(String address, String token) {
    String role = user(lease(address, token, FORCED));
    bed.vault().api().write("sys/leases/revoke-force/database/creds/" + FORCED, Map.of());
    return role;
  }

  /** A login that no device has logged, more than ten seconds after the begin of the log. */
  private static Instant loginWithoutAuditDevice() throws IOException {
    String first = Files.readAllLines(bed.vault().auditLog()).get(0);
    awaitAfter(Instant.parse(new ObjectMapper().readTree(first).path("time").asText()));
    bed.vault().api().delete("sys/audit/file");
    String token = login(ORDERS_POD, TestBed.ACCOUNT);
    String log = bed.vault().auditLog().toString();
    Map<String, Object> device = Map.of("type", "file", "options", Map.of("file_path", log));
    bed.vault().api().write("sys/audit/file", device);
    vault(ORDERS_POD, token).read("auth/token/lookup-self");
    return Instant.now();
  }

  /**
   * Waits until the logs have ten seconds after the entry, as the first and last ten seconds of a
   * log are passed over.
   */
  private static void awaitAfter(Instant entry) {
    Instant end = entry.plusSeconds(12);
    Eventually.holds("ten seconds are logged", BOUND, () -> Instant.now().isAfter(end));
  }

  /** Returns a port that leads from an address to a server. */
  private static int relay(String address, int port) {
    return RELAYS.computeIfAbsent(address + ":" + port, key -> Relay.from(address, port)).port();
  }

  /** Vault for a client of an address. */
  private static VaultApi vault(String address, String token) {
    return bed.vault().api(relay(address, bed.vault().port())).with(token);
  }

  private static String login(String address, ServiceAccount account) {
    return login(address, account, account.name());
  }

  private static String login(String address, ServiceAccount account, String role) {
    return vault(address, "")
        .write(LOGIN, credentials(account, role))
        .at("/auth/client_token")
        .asText();
  }

  private static Map<String, String> credentials(ServiceAccount account, String role) {
    return Map.of("role", role, "jwt", cluster.token(account));
  }

  private static void wrappedLogin(String address, String role) {
    vault(address, "").wrappedFor("").write(LOGIN, credentials(TestBed.ACCOUNT, role));
  }

  /** A lease whose answer Vault wraps, and that the holder of the wrapping token takes out. */
  private static JsonNode wrappedLease(String address, String token, String role) {
    return vault(address, wrapping(address, token, role)).write(UNWRAP, Map.of());
  }

  /** The same, taken out by a token that names the wrapping token. */
  private static void wrappedLeaseByToken(String address, String token, String role) {
    vault(address, token).write(UNWRAP, Map.of("token", wrapping(address, token, role)));
  }

  /** A stranger takes a lease and a login out, and the pod of both is refused. */
  private static String intercept(String token) {
    String lease = wrapping(ORDERS_POD, token, INTERCEPTED);
    JsonNode taken = vault(STRANGER, lease).write(UNWRAP, Map.of());
    VaultApi own = vault(ORDERS_POD, token);
    for (String call : List.of("lookup", "rewrap", "unwrap")) {
      refused(own, call, Map.of("token", lease));
    }
    refused(vault(STRANGER, lease), "unwrap", Map.of());
    String login =
        vault(ORDERS_POD, "")
            .wrappedFor("")
            .write(LOGIN, credentials(TestBed.ACCOUNT, TestBed.ACCOUNT.name()))
            .at("/wrap_info/token")
            .asText();
    vault(STRANGER, login).write(UNWRAP, Map.of());
    refused(vault(ORDERS_POD, login), "unwrap", Map.of());
    return user(taken);
  }

  private static void refused(VaultApi vault, String call, Map<String, String> body) {
    assertThatThrownBy(() -> vault.write("sys/wrapping/" + call, body))
        .isInstanceOf(TestBedException.class)
        .hasMessageContaining("wrapping token is not valid or does not exist");
  }

  private static String wrapping(String address, String token, String role) {
    JsonNode wrapped = vault(address, "").wrappedFor(token).read("database/creds/" + role);
    return wrapped.at("/wrap_info/token").asText();
  }

  /** With a token that names its pod, as {@code docs/audit.md} has it. */
  private static void loginAsPod(String address, String pod, String uid) {
    String subject = TestBed.ACCOUNT.subject();
    Map<String, String> mappings =
        Map.of("/kubernetes.io/pod/name", "pod", "/kubernetes.io/pod/uid", "pod_uid");
    bed.vault().jwt(bed.issuer()).role("pods", subject, TokenTerms.of("all"), mappings);
    long now = Instant.now().getEpochSecond();
    Map<String, Object> kubernetes =
        Map.of("namespace", "shop", "pod", Map.of("name", pod, "uid", uid));
    Map<String, Object> claims =
        Map.of(
            "iss",
            bed.issuer().name(),
            "sub",
            subject,
            "aud",
            List.of(ServiceAccount.VAULT_AUDIENCE),
            "iat",
            now,
            "exp",
            now + 600,
            "kubernetes.io",
            kubernetes);
    String jwt = bed.issuer().sign(Map.of("alg", "RS256", "typ", "JWT"), claims);
    vault(address, "").write("auth/jwt/login", Map.of("role", "pods", "jwt", jwt));
  }

  private static JsonNode lease(String address, String token, String role) {
    return vault(address, token).read("database/creds/" + role);
  }

  private static Login credential(JsonNode lease) {
    return new Login(lease.at("/data/username").asText(), lease.at("/data/password").asText());
  }

  private static String user(JsonNode lease) {
    return credential(lease).user();
  }

  private static Connection connect(String address, Login login) throws SQLException {
    int port = relay(address, bed.postgres().port());
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresServer.DATABASE;
    return Sql.connect(new Driver(), url, login, Map.of());
  }

  private static long logins(String role) {
    return sessions.lines(".json", "connection authorized", role).count();
  }

  private List<JsonNode> findings(Instant unseen) throws Exception {
    awaitAfter(unseen);
    bed.vault().api().read("sys/mounts");
    bed.postgres()
        .query("CREATE ROLE auditor LOGIN PASSWORD 'auditor-secret' IN ROLE pg_read_all_stats");
    bed.postgres().query("GRANT CONNECT ON DATABASE app TO auditor");
    Path audit = folder.resolve("audit.log");
    Files.copy(bed.vault().auditLog(), audit);
    Path postgres = Files.writeString(folder.resolve("postgresql.json"), sessions.text(".json"));
    Path answer = folder.resolve("answer.json");
    AuditProgram.ask(
        1,
        answer,
        Map.of(
            "KUBECONFIG",
            cluster.kubeconfig().toString(),
            "PGUSER",
            "auditor",
            "PGPASSWORD",
            "auditor-secret"),
        List.of(
            "findings",
            "--output=json",
            "--vault-audit=" + audit,
            "--vault-log=" + bed.vault().log(),
            "--postgresql=" + postgres,
            "--cluster",
            "--postgresql-url=" + bed.postgres().url(),
            "--clock-skew=1s",
            "--lease-ttl=1h/24h",
            "--lease-ttl=database/creds/short=1s/1s"));
    String text = Files.readString(answer);
    JsonNode json = new ObjectMapper().readTree(text.substring(text.indexOf('{')));
    return StreamSupport.stream(json.get("findings").spliterator(), false).toList();
  }
}
