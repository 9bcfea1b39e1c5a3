// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.ServiceAccount;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.vault.TokenTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit asks a real API server and a real PostgreSQL, and needs no saved list and no log of
 * theirs.
 */
class LiveAuditIT {

  private static final Duration BOUND = Duration.ofSeconds(120);
  private static final ServiceAccount OTHER = new ServiceAccount("shop", "reports");
  private static final ServiceAccount NOBODY = new ServiceAccount("vault", "nobody");
  private static final ServiceAccount AUDITOR = new ServiceAccount("vault", "leasehold-audit");
  private static final String PODS = "/api/v1/namespaces/shop/pods";
  private static final Login STATIC = new Login("legacy_app", "legacy-secret");

  private static final Set<String> PASSWORDS =
      new HashSet<>(Set.of(password("auditor"), STATIC.password()));

  private static TestBed bed;
  private static ControlPlane cluster;
  private final Path folder;

  LiveAuditIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void start() {
    Duration life = Duration.ofHours(1); // As --lease-ttl says below.
    bed = TestBed.start(TestBedOptions.defaults().withLease(life, life.multipliedBy(24)));
    cluster = ControlPlane.launch();
    for (ServiceAccount each : List.of(TestBed.ACCOUNT, OTHER, NOBODY, AUDITOR)) {
      cluster.create(each);
    }
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy(TestBed.ROLE));
    bed.vault().kubernetes(cluster).role(TestBed.ROLE, TestBed.ACCOUNT, terms);
    bed.vault().kubernetes(cluster).role("reports", OTHER, terms);
    bed.postgres().query("CREATE ROLE legacy_app LOGIN PASSWORD 'legacy-secret' IN ROLE app_rw");
    bed.postgres()
        .query("CREATE ROLE auditor LOGIN PASSWORD 'auditor-secret' IN ROLE pg_read_all_stats");
    bed.postgres().query("CREATE ROLE blind LOGIN PASSWORD 'blind-secret'");
    bed.postgres().query("GRANT CONNECT ON DATABASE app TO auditor, blind");
  }

  @AfterAll
  static void stop() {
    cluster.close();
    bed.close();
  }

  @Test
  void namesPodAndSessionsOfARoleThatIsInUse() throws Exception {
    String uid = pod("orders-1", TestBed.ACCOUNT);
    JsonNode lease = lease(TestBed.ACCOUNT, TestBed.ROLE, 1).get(0);
    String role = lease.at("/data/username").asText();
    Login login = new Login(role, lease.at("/data/password").asText());
    try (Connection open = bed.postgres().connect(login)) {
      assertThat(open.isValid(10)).isTrue();
      Path answer = folder.resolve("answer.json");
      ask(0, answer, environment("auditor"), "role", role, "-o", "json");
      JsonNode json = new ObjectMapper().readTree(answer.toFile());
      assertThat(json.at("/pod/0/uid").asText()).isEqualTo(uid);
      assertThat(json.at("/pod/0/images").asText()).isEqualTo("app:1");
      assertThat(json.at("/pod/0/certainty").asText()).startsWith("nearly certain: ");
      assertThat(json.at("/sessions/0/address").asText()).isEqualTo("127.0.0.1");
      assertThat(json.at("/sessions/0/ended_at").isNull()).isTrue();
      Instant end = Instant.parse(json.at("/database/0/valid_until_at").asText());
      assertThat(end).isAfter(Instant.now());
      assertThat(Files.readString(answer)).doesNotContain(login.password());
    } finally {
      cluster.api().delete(PODS + "/orders-1?gracePeriodSeconds=0");
    }
  }

  @Test
  void knowsAPodThatHasGoneByItsEvents() throws Exception {
    Map<String, ?> pod =
        Map.of("kind", "Pod", "namespace", "shop", "name", "gone-1", "uid", "u-gone-1");
    Map<String, ?> event =
        Map.of(
            "metadata",
            Map.of("name", "gone-1.started"),
            "involvedObject",
            pod,
            "reason",
            "Started",
            "lastTimestamp",
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    cluster.api().create("/api/v1/namespaces/shop/events", event);
    Path answer = folder.resolve("answer.json");
    ask(0, answer, environment("auditor"), "pod", "shop/gone-1", "-o", "json");
    assertThat(new ObjectMapper().readTree(answer.toFile()).at("/pods/0/uid").asText())
        .isEqualTo("u-gone-1");
  }

  @Test
  void saysWhichServerRefusesAndWhatIsMissing() throws Exception {
    Path answer = folder.resolve("answer.txt");
    ask(69, answer, environment("blind"), "findings");
    assertThat(Files.readString(answer)).contains("pg_read_all_stats").doesNotContain("PGPASSWORD");
    ask(69, answer, environment("auditor", NOBODY), "findings");
    assertThat(Files.readString(answer)).contains("lacks the verb list on pods");
    Map<String, String> wrong = environment("auditor");
    wrong.put("PGPASSWORD", "mistaken");
    ask(69, answer, wrong, "findings");
    assertThat(Files.readString(answer)).contains("28P01").doesNotContain("mistaken");
  }

  @Test
  void followsPodsSessionsAndRolesOverRestartsAndWritesOneEventForEachFinding() throws Exception {
    bed.vault().api().read(TestBed.CREDS_PATH); // By the root token.
    Map<String, String> environment = environment("auditor", AUDITOR);
    ClusterRights.grant(cluster, AUDITOR, "watch-pods", "pods", "list", "watch");
    Process watch = watch(environment, "--kubernetes-events");
    try (Connection open = bed.postgres().connect(STATIC)) {
      assertThat(open.isValid(10)).isTrue();
      String first = pod("orders-2", TestBed.ACCOUNT);
      lease(TestBed.ACCOUNT, TestBed.ROLE, 3);
      forge("a");
      awaitMessage("Events cannot be written, and are kept: ", "lacks the verb create on events");
      awaitFinding("LA11", "legacy_app");
      awaitFinding("LA07", "shop/orders-2");
      ClusterRights.grant(cluster, AUDITOR, "write-events", "events", "create");
      awaitEvent("orders-2", first);

      cluster.stopApiServer();
      cluster.startApiServer();
      cluster.api().delete(PODS + "/orders-2?gracePeriodSeconds=0");
      String later = pod("reports-1", OTHER);
      lease(OTHER, "reports", 3);
      awaitFinding("LA07", "shop/reports-1");
      awaitEvent("reports-1", later);

      watch.destroyForcibly().waitFor();
      watch = watch(environment, "--kubernetes-events");
      awaitFinding("LA01", forge("b"));
      Eventually.holds(
          "an Event for each finding", BOUND, () -> events().size() >= findings().size());
    } finally {
      watch.destroyForcibly().waitFor();
      cluster.api().delete(PODS + "/reports-1?gracePeriodSeconds=0");
    }
    assertThat(events().stream().map(each -> each.at("/metadata/name").asText()))
        .containsExactlyInAnyOrderElementsOf(
            findings().stream()
                .map(each -> "leasehold-" + text(each, "code") + "." + text(each, "id"))
                .toList());
    assertThat(findings().stream().map(each -> text(each, "id"))).doesNotHaveDuplicates();
    String said = String.join(" ", lines("found.json")) + lines("messages") + events();
    assertThat(PASSWORDS).hasSizeGreaterThan(7).noneMatch(said::contains);
  }

  /** PostgreSQL drops the role of an open session, and shows the session without a name then. */
  @Test
  void aSessionGoesOnWhereItsRoleIsDropped() throws Exception {
    String token = login(TestBed.ACCOUNT, TestBed.ROLE);
    JsonNode lease = lease(token);
    String id = lease.path("lease_id").asText();
    String role = lease.at("/data/username").asText();
    // Vault hashes the lease in a request, and names it in the answer to a renewal alone.
    bed.vault().api().with(token).write("sys/leases/renew", Map.of("lease_id", id));
    Process watch = null;
    try (Connection open =
            bed.postgres().connect(new Login(role, lease.at("/data/password").asText()));
        Connection other = bed.postgres().connect(STATIC)) {
      assertThat(open.isValid(10) && other.isValid(10)).isTrue();
      watch = watch(environment("auditor"));
      awaitFinding("LA11", STATIC.user());
      watch.destroyForcibly().waitFor();
      bed.postgres().dropRole(role);
      watch = watch(environment("auditor"));
      awaitFinding("LA01", forge("c"));
      bed.vault().api().write("sys/leases/revoke", Map.of("lease_id", id));
      awaitFinding("LA05", role);
    } finally {
      if (watch != null) {
        watch.destroyForcibly().waitFor();
      }
    }
  }

  /** The pod of an earlier lease may have gone before the first list of pods. */
  @Test
  void findsLeasesWithoutAPodFromTheFirstListOn() throws Exception {
    String earlier = lease(TestBed.ACCOUNT, TestBed.ROLE, 1).get(0).path("lease_id").asText();
    Process watch = watch(environment("auditor"));
    try {
      awaitLeaseWithoutPod();
      assertThat(lines("found.json"))
          .noneMatch(line -> line.contains("\"LA02\"") && line.contains(earlier));
    } finally {
      watch.destroyForcibly().waitFor();
    }
  }

  /** When the pods are first listed is not seen here, so there is a lease each second. */
  private void awaitLeaseWithoutPod() {
    AtomicLong next = new AtomicLong(System.nanoTime());
    Eventually.holds(
        "LA02",
        BOUND,
        () -> {
          if (System.nanoTime() - next.get() >= 0) {
            lease(TestBed.ACCOUNT, TestBed.ROLE, 1);
            next.set(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
          }
          return lines("found.json").stream().anyMatch(line -> line.contains("\"LA02\""));
        });
  }

  private static String text(JsonNode finding, String field) {
    return finding.path(field).asText().toLowerCase(Locale.ROOT);
  }

  /** A role that Vault has not made, and an entry of Vault's of a later time. */
  private static String forge(String letter) {
    String name =
        "v-kubernet-forged-" + letter.repeat(20) + "-" + (Instant.now().getEpochSecond() - 5);
    bed.postgres().query("CREATE ROLE \"" + name + "\"");
    bed.vault().api().read("sys/mounts");
    return name;
  }

  /** A running pod at the address of everybody here. Returns its UID. */
  private static String pod(String name, ServiceAccount account) {
    return RunningPod.start(cluster, account, name, "127.0.0.1");
  }

  private static String login(ServiceAccount account, String role) {
    Map<String, String> login = Map.of("role", role, "jwt", cluster.token(account));
    return bed.vault()
        .api()
        .with("")
        .write("auth/kubernetes/login", login)
        .at("/auth/client_token")
        .asText();
  }

  private static List<JsonNode> lease(ServiceAccount account, String role, int leases) {
    String token = login(account, role);
    List<JsonNode> taken = new ArrayList<>();
    for (int i = 0; i < leases; i++) {
      taken.add(lease(token));
    }
    return taken;
  }

  private static JsonNode lease(String token) {
    JsonNode lease = bed.vault().api().with(token).read(TestBed.CREDS_PATH);
    PASSWORDS.add(lease.at("/data/password").asText());
    return lease;
  }

  private static String password(String user) {
    return user + "-secret";
  }

  private static Map<String, String> environment(String user) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", cluster.kubeconfig().toString());
    environment.put("PGUSER", user);
    environment.put("PGPASSWORD", password(user));
    return environment;
  }

  private Map<String, String> environment(String user, ServiceAccount account) throws IOException {
    Map<String, String> environment = environment(user);
    environment.put("KUBECONFIG", ClusterRights.kubeconfig(cluster, account, folder));
    return environment;
  }

  private static List<String> sources() {
    return List.of(
        "--vault-audit=" + bed.vault().auditLog(),
        "--cluster",
        "--postgresql-url=" + bed.postgres().url());
  }

  private static void ask(
      int status, Path answer, Map<String, String> environment, String... question)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(question));
    command.addAll(sources());
    AuditProgram.ask(status, answer, environment, command);
  }

  private Process watch(Map<String, String> environment, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("watch"));
    command.addAll(sources());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "--every=1s",
            "--settle=0s",
            "--clock-skew=1s",
            "--static-account=" + STATIC.user(),
            "--lease-ttl=1h/24h",
            "--state=" + folder.resolve("state"),
            "--findings=" + folder.resolve("found.json")));
    Path messages = folder.resolve("messages");
    return AuditProgram.start(
        ProcessBuilder.Redirect.appendTo(messages.toFile()), environment, command);
  }

  private void awaitMessage(String... texts) {
    Eventually.holds(
        String.join(" ", texts),
        BOUND,
        () ->
            lines("messages").stream()
                .anyMatch(line -> List.of(texts).stream().allMatch(line::contains)));
  }

  private void awaitFinding(String code, String text) {
    Eventually.holds(
        code + " " + text,
        BOUND,
        () ->
            findings().stream()
                .anyMatch(
                    each ->
                        each.path("code").asText().equals(code)
                            && each.toString().contains('"' + text + '"')));
  }

  private static void awaitEvent(String pod, String uid) {
    Eventually.holds(
        "Event of " + pod,
        BOUND,
        () ->
            events().stream()
                .filter(each -> each.path("reason").asText().equals("LA07"))
                .filter(each -> each.at("/metadata/namespace").asText().equals("shop"))
                .filter(each -> each.at("/involvedObject/name").asText().equals(pod))
                .anyMatch(each -> each.at("/involvedObject/uid").asText().equals(uid)));
  }

  private static List<JsonNode> events() {
    JsonNode events = cluster.api().read("/api/v1/events").get("items");
    return StreamSupport.stream(events.spliterator(), false)
        .filter(each -> each.path("reportingComponent").asText().equals("leasehold-audit"))
        .toList();
  }

  private List<JsonNode> findings() {
    return lines("found.json").stream().map(LiveAuditIT::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the whole lines of a file of the service. */
  private List<String> lines(String name) {
    Path file = folder.resolve(name);
    try {
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
