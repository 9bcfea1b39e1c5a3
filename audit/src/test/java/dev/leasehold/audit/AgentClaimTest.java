// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.audit.history.HistoryFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Log lines of agents and sidecars add to an answer, and cannot spoil it. */
class AgentClaimTest {

  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String LEASE =
      """
      {"type":"response","time":"2026-11-18T11:06:40.500Z","auth":{"accessor":"hmac-sha256:aN","display_name":"kubernetes-shop-orders","metadata":{"service_account_name":"orders","service_account_namespace":"shop"}},"request":{"id":"N","operation":"read","path":"database/creds/orders","remote_address":"10.0.0.N"},"response":{"secret":{"lease_id":"database/creds/orders/N"},"data":{"username":"hmac-sha256:fN"}}}
      """;
  private static final String POD =
      """
      {"kind":"Pod","metadata":{"name":"orders-N","namespace":"shop","uid":"u-N","creationTimestamp":"2026-11-18T10:00:00Z"},"spec":{"serviceAccountName":"orders"},"status":{"podIP":"10.0.0.N","startTime":"2026-11-18T10:00:00Z"}}
      """;

  private final Path folder;
  private final List<String> inputs = new ArrayList<>();
  private Instant begin = Instant.parse("2026-11-18T11:06:41Z");

  AgentClaimTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void picksOneOfTheLeasesThatMayBeARoles() throws Exception {
    leases();
    JsonNode before = ask("role", ROLE);
    assertThat(before.at("/role/0/certainty").asText()).startsWith("possible: one of 2 leases");
    assertThat(before.at("/claims")).isEmpty();
    line("shop", "orders-2", "u-2", current(ROLE));
    JsonNode claimed = ask("role", ROLE);
    assertThat(claimed.at("/claims")).hasSize(1);
    assertThat(claimed.at("/claims/0/lease_id").asText()).isEqualTo("database/creds/orders/2");
    assertThat(claimed.at("/claims/0/name").asText()).isEqualTo("orders-2");
    assertThat(claimed.at("/claims/0/certainty").asText())
        .startsWith(
            "claimed: a process of the pod names the role, and one lease of that pod is among the 2");
    assertThat(claimed.at("/agent/0/event").asText()).isEqualTo("credential current");
    assertThat(claimed.at("/timeline").findValuesAsText("event"))
        .containsExactly("claimed: credential current");
    assertThat(claimed.at("/role")).isEqualTo(before.at("/role"));
    assertThat(ask("pod", "orders-2").at("/claims/0/role").asText()).isEqualTo(ROLE);
    assertThat(ask("lease", "database/creds/orders/2").at("/claims/0/role").asText())
        .isEqualTo(ROLE);
    assertThat(ask("pod", "orders-1").at("/claims")).isEmpty();
  }

  /** The claimed pod has the namespace of the token, as with each claim. */
  @Test
  void namesThePodBehindAProxy() throws Exception {
    leases();
    Files.writeString(folder.resolve("audit.log"), LEASE.replace("N", "9"));
    line("shop", "orders-1", "u-1", current(ROLE));
    line("other", "orders-1", "u-3", current(ROLE));
    assertThat(ask("role", ROLE).at("/claims")).as("an address that is no proxy's").isEmpty();
    inputs.add("--proxy=10.0.0.9");
    JsonNode claims = ask("role", ROLE).at("/claims");
    assertThat(claims).hasSize(1);
    assertThat(claims.at("/0/namespace").asText()).isEqualTo("shop");
    assertThat(claims.at("/0/name").asText()).isEqualTo("orders-1");
    assertThat(claims.at("/0/certainty").asText())
        .isEqualTo(
            "claimed: a process of the pod names the role, whose lease came through a proxy");
    Files.writeString(
        folder.resolve("pods.json"), POD.replace("N", "1").replace("T10:00", "T12:00"));
    assertThat(ask("role", ROLE).at("/claims")).as("a pod that started later").isEmpty();
    Files.writeString(folder.resolve("pods.json"), POD.replace("N", "1"));
    Files.writeString(
        folder.resolve("audit.log"),
        LEASE.replace("N", "9").replace("\"metadata\":{", "\"metadata\":{\"pod_uid\":\"u-0\","));
    assertThat(ask("role", ROLE).at("/claims")).as("a token of another pod").isEmpty();
  }

  /** Each pod of the history claims each role of it. */
  @Test
  void aLineOfAnAgentHidesNoFinding() throws Exception {
    history();
    List<JsonNode> before = findings();
    assertThat(before.get(0).findValuesAsText("code")).contains("LA02", "LA04", "LA13");
    List<String> lines = new ArrayList<>();
    for (String role : found("postgresql.json", "\"user\":\"(v-[^\"]+)\"")) {
      lines.add(current(role));
      lines.add("orders: role " + role + " is revoked");
      lines.add("orders: role " + role + " was not revoked, and its lease has ended by itself");
      lines.add("the JVM ends; revoked: role " + role + " of binding orders");
    }
    for (String pod : found("pods.json", "\"name\":\"([^\"]+)\",\"uid\"")) {
      line(value(pod, "namespace"), pod, value(pod, "uid"), lines.toArray(String[]::new));
    }
    Path cut = Files.createDirectories(folder.resolve("pods/shop_x-1_u-x/x")).resolve("0.log.gz");
    Files.write(cut, new byte[] {0x1f, (byte) 0x8b}); // Two bytes of a gzip file.
    assertThat(findings()).isEqualTo(before);
  }

  /** The newest row of the lease stands after them, and a section has 10,000 rows. */
  @Test
  void linesOfOtherPodsHideNoRowOfAPodThatIsNotSaved() throws Exception {
    leases();
    Files.writeString(
        folder.resolve("audit.log"),
        LEASE
            .replace("N", "9")
            .replace("hmac-sha256:f9", ROLE)
            .replace("\"metadata\":{", "\"metadata\":{\"pod\":\"orders-7\",\"pod_uid\":\"u-7\","));
    begin = Instant.EPOCH.plusSeconds(1);
    String[] flood =
        IntStream.range(0, 1000)
            .mapToObj(i -> "orders generation " + i + " (" + ROLE + "): lease renewed again")
            .toArray(String[]::new);
    for (int i = 11; i < 22; i++) {
      line("shop", "orders-" + i, "u-" + i, flood);
    }
    line("shop", "orders-7", "u-7", flood[0]);
    JsonNode pod = ask("pod", "u-7");
    assertThat(pod.at("/timeline").findValuesAsText("event"))
        .containsExactly("claimed: lease renewed", "lease taken");
    assertThat(pod.has("timeline_left_out")).isFalse();
  }

  @Test
  void saysWhyAPodDoesNotRotate() throws Exception {
    history();
    JsonNode findings = ask("findings", "--lease-ttl=3h/3h");
    assertThat(findings.at("/causes")).isEmpty();
    String pod = "";
    for (JsonNode finding : findings.at("/findings")) {
      pod = finding.get("code").asText().equals("LA13") ? finding.get("pod").asText() : pod;
    }
    String name = pod.substring(pod.indexOf('/') + 1);
    line(
        value(name, "namespace"),
        name,
        value(name, "uid"),
        current(ROLE),
        "WARN orders: fetch failed, next try in 2 s: Vault answered 403",
        "orders generation 1 (" + ROLE + "): lease renewed again");
    JsonNode causes = ask("findings", "--lease-ttl=3h/3h").at("/causes");
    assertThat(causes).isNotEmpty();
    assertThat(causes.at("/0/pod").asText()).isEqualTo(pod);
    assertThat(causes.at("/0/event").asText()).isEqualTo("fetch failed");
    assertThat(causes.at("/0/detail").asText()).endsWith("Vault answered 403");
    assertThat(causes.at("/0/certainty").asText())
        .isEqualTo("claimed: a process of the pod says it");
  }

  /** A section has 10,000 rows, and a process can write more lines than that. */
  @Test
  void aFloodOfLinesHidesNoRowOfATimeLine() throws Exception {
    HistoryFiles history = history();
    String role = history.role();
    List<String> flood = new ArrayList<>();
    for (int i = 0; i < 11_000; i++) {
      flood.add("orders: fetch failed, next try in " + i + " s: x");
      flood.add("orders generation " + i + " (" + role + "): lease renewed again");
    }
    line(
        history.namespace(),
        history.pod(),
        value(history.pod(), "uid"),
        flood.toArray(String[]::new));
    assertThat(ask("role", role).at("/timeline").findValuesAsText("event")).contains("lease ended");
    JsonNode pod = ask("pod", history.pod());
    assertThat(pod.at("/timeline").findValuesAsText("event")).contains("pod started");
    assertThat(pod.has("timeline_left_out")).isFalse();
    assertThat(pod.at("/agent")).hasSize(1000);
  }

  @Test
  void aStrangeLineIsATextLikeAnyOther() throws Exception {
    leases();
    String strange = ROLE + "'\"\\u001b[2J<script>";
    line("shop", "orders-1", "u-1", current(strange.replace("\\u001b", "\u001b")), current(ROLE));
    for (String format : List.of("text", "json", "csv", "html")) {
      assertThat(text(format, "pod", "orders-1"))
          .as(format)
          .contains(ROLE)
          .doesNotContain("\u001b", format.equals("html") ? "<script>" : "\u001b");
    }
    assertThat(ask("role", strange.replace("\\u001b", "\u001b")).at("/agent")).hasSize(1);
  }

  private static String current(String role) {
    return "orders: generation 1 is current: role " + role + ", lease 59 min (first)";
  }

  /** Two leases of one second, of one service account, whose roles the log has hashed. */
  private void leases() throws IOException {
    Files.writeString(
        folder.resolve("audit.log"), LEASE.replace("N", "1") + LEASE.replace("N", "2"));
    Files.writeString(folder.resolve("pods.json"), POD.replace("N", "1") + POD.replace("N", "2"));
    inputs.add("--vault-audit=" + folder.resolve("audit.log"));
    inputs.add("--kubernetes=" + folder.resolve("pods.json"));
    inputs.add("--agent-log=" + Files.createDirectory(folder.resolve("pods")));
  }

  private HistoryFiles history() throws IOException {
    HistoryFiles history = HistoryFiles.write(folder);
    inputs.add("--vault-audit=" + folder.resolve("audit.log"));
    inputs.add("--vault-log=" + folder.resolve("vault.log"));
    inputs.add("--postgresql=" + folder.resolve("postgresql.json"));
    inputs.add("--kubernetes=" + folder.resolve("pods.json"));
    inputs.add("--agent-log=" + Files.createDirectory(folder.resolve("pods")));
    return history;
  }

  private List<JsonNode> findings() throws IOException {
    List<JsonNode> findings = new ArrayList<>();
    for (String proxy : List.of("192.0.2.1", "10.0.0.0/8")) {
      JsonNode answer = ask("findings", "--lease-ttl=3h/3h", "--proxy=" + proxy);
      findings.add(answer.get("findings"));
      findings.add(answer.get("counts"));
    }
    return findings;
  }

  private Set<String> found(String file, String form) throws IOException {
    return Pattern.compile(form)
        .matcher(Files.readString(folder.resolve(file)))
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the value that a saved pod has in a field before or after its name. */
  private String value(String pod, String field) throws IOException {
    String before = field.equals("namespace") ? "\"namespace\":\"([^\"]+)\",\"name\":\"POD\"" : "";
    String form = before.isEmpty() ? "\"name\":\"POD\",\"" + field + "\":\"([^\"]+)\"" : before;
    return found("pods.json", form.replace("POD", Pattern.quote(pod))).iterator().next();
  }

  /** Writes lines as the runtime of a container does, each a second after the line before. */
  private void line(String namespace, String pod, String uid, String... messages)
      throws IOException {
    Path log = folder.resolve("pods/" + namespace + "_" + pod + "_" + uid + "/orders/0.log");
    Files.createDirectories(log.getParent());
    List<String> lines = new ArrayList<>();
    Instant at = begin;
    for (String message : messages) {
      String level = message.startsWith("WARN ") ? "WARN" : "INFO";
      String text = message.startsWith("WARN ") ? message.substring("WARN ".length()) : message;
      lines.add(at + " stderr F " + at + " 7 " + level + " [leasehold] " + text);
      at = at.plusSeconds(1);
    }
    Files.write(log, lines);
  }

  private JsonNode ask(String... question) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.addAll(inputs);
    return AskedAudit.of(arguments.toArray(String[]::new));
  }

  private String text(String format, String... question) {
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.addAll(inputs);
    arguments.add("--output=" + format);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintWriter messages = new PrintWriter(new StringWriter(), true);
    assertThat(
            AuditMain.run(
                InputStream.nullInputStream(), out, messages, arguments.toArray(String[]::new)))
        .isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
