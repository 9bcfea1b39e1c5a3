// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The text that a client writes into logs by way of Vault and PostgreSQL does not deceive the
 * audit.
 */
class AuditForgeryTest {

  private static final String ROLE = "v-kubernet-orders-b4cd5fgh6jkl7mnp8qrs-1795000000";
  private static final String TAKEN_AT = "2026-11-18T11:06:40.500Z";

  private static final String VERIFIED =
      "certain: the token that Vault verified names the pod; no saved pod has it";

  private final Path folder;

  AuditForgeryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aMessageOfItsOwnDoesNotEndASession() throws Exception {
    String forged = line(3, "50:00", "idle", end(), ROLE);
    assertThat(session(forged).get("ended_at").isNull()).isTrue();
    String real = line(4, "51:00", "idle", end(), ROLE).replace("\"vxid\":\"9/2\",", "");
    String later = line(5, "52:00", "idle", "could not send data to client", ROLE);
    assertThat(session(real, later).get("ended_at").isNull()).isTrue();
    assertThat(session(forged, real).get("ended_at").asText()).isEqualTo("2026-11-18T11:51:00Z");
  }

  @Test
  void aSessionKeepsItsFirstName() throws Exception {
    String renamed = line(3, "50:00", "idle", "x", "leasehold/another-pod/00000000");
    assertThat(session(renamed).get("application").asText()).isEqualTo("leasehold/orders-1/11");
  }

  @Test
  void aSessionIsNotHiddenAsRefused() throws Exception {
    String refused =
        line(3, "50:00", "startup", "x", ROLE)
            .replace("\"LOG\"", "\"FATAL\",\"state_code\":\"53200\"");
    String later = line(4, "51:00", "idle", "x", ROLE);
    assertThat(answer(refused).get("sessions")).isEmpty();
    assertThat(answer(refused).at("/refused/0/state").asText()).isEqualTo("53200");
    assertThat(answer(refused, later).get("refused")).isEmpty();
    assertThat(session(refused, later).get("application").asText())
        .isEqualTo("leasehold/orders-1/11");
  }

  @Test
  void aUserOfOidcIsNoServiceAccount() throws Exception {
    Path audit = folder.resolve("audit.log");
    String login =
        vault("auth/oidc/oidc/callback", "update", "\"response\":{\"auth\":" + oidc() + "}");
    String read =
        vault(
            "database/creds/orders",
            "read",
            "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/x\"}}");
    Files.writeString(audit, login + "\n" + read.replace("\"id\":\"1\"", "\"id\":\"2\""));
    JsonNode findings = AskedAudit.of("findings", "--vault-audit=" + audit).get("findings");
    assertThat(findings.findValuesAsText("code")).contains("LA09");
    assertThat(findings.findValuesAsText("detail").toString())
        .contains("by oidc-system:serviceaccount:shop:orders");
  }

  /** Anybody can send the header of any pod. */
  @Test
  void aClaimOfAnotherPodHidesNoFinding() throws Exception {
    JsonNode findings = claimed("10.0.0.9", "orders-1").get("findings");
    assertThat(findings.findValuesAsText("code")).contains("LA02");
    assertThat(findings.findValuesAsText("detail").toString())
        .contains("the request claims to be orders-1");
  }

  @Test
  void aClaimNamesThePodWhereTheAddressDoesNot() throws Exception {
    JsonNode proxied = claimed("10.0.0.9", "orders-1", "--proxy=10.0.0.9");
    assertThat(proxied.at("/pod/0/name").asText()).isEqualTo("orders-1");
    assertThat(proxied.at("/pod/0/certainty").asText())
        .isEqualTo("claimed: the request for the lease names the pod");
    JsonNode shared = claimed("10.0.0.1", "on-host-2");
    assertThat(shared.at("/pod/0/name").asText()).isEqualTo("on-host-2");
    assertThat(shared.at("/pod/0/certainty").asText())
        .isEqualTo(
            "likely: the request names the pod, which is one of 2 at the address of the request");
    JsonNode unknown = claimed("10.0.0.9", "gone-1", "--proxy=10.0.0.8/29");
    assertThat(unknown.at("/pod/0/name").asText()).isEqualTo("gone-1");
    assertThat(unknown.at("/pod/0/certainty").asText())
        .isEqualTo(
            "claimed: the request for the lease names the pod, and no saved pod confirms it");
    String audit = "--vault-audit=" + folder.resolve("audit.log");
    assertThat(AskedAudit.of("pod", "gone-1", audit).get("leases")).isEmpty();
  }

  /**
   * A header of another pod does not take the place of the token's, and neither does an address.
   */
  @Test
  void thePodThatVaultHasVerifiedIsShownThoughNoSavedPodHasIt() throws Exception {
    String[] alone = {"--vault-audit=" + verified("10.0.0.9")};
    for (String[] question :
        List.of(new String[] {"role", ROLE}, new String[] {"lease", "database/creds/orders/x"})) {
      JsonNode pods = AskedAudit.of(with(List.of(alone), question)).get("pod");
      assertThat(pods.findValuesAsText("name")).containsExactly("orders-1");
      assertThat(pods.at("/0/uid").asText()).isEqualTo("u-orders-1");
      assertThat(pods.at("/0/certainty").asText()).isEqualTo(VERIFIED);
    }
    JsonNode at = AskedAudit.of(with(List.of(alone), "at", TAKEN_AT)).get("roles");
    assertThat(at.at("/0/pod").asText() + at.at("/0/pod_certainty").asText())
        .isEqualTo("orders-1" + VERIFIED);
    for (String name : List.of("shop/orders-1", "orders-1", "u-orders-1")) {
      JsonNode pod = AskedAudit.of(with(List.of(alone), "pod", name));
      assertThat(pod.at("/pods/0/uid").asText()).isEqualTo("u-orders-1");
      assertThat(pod.at("/leases/0/role").asText()).isEqualTo(ROLE);
      assertThat(pod.at("/timeline/0/event").asText()).isEqualTo("lease taken");
    }
    assertThat(AskedAudit.of(with(List.of(alone), "pod", "victim-1")).get("leases")).isEmpty();
  }

  @Test
  void thePodOfAnAddressIsNotTheOneThatVaultHasVerified() throws Exception {
    Path audit = verified("10.0.0.1");
    Path pods = Files.writeString(folder.resolve("pods.json"), savedPod("other-1", "10.0.0.1"));
    List<String> inputs = List.of("--vault-audit=" + audit, "--kubernetes=" + pods);
    JsonNode shown = AskedAudit.of(with(inputs, "role", ROLE)).get("pod");
    assertThat(shown.findValuesAsText("name")).containsExactly("orders-1", "other-1");
    assertThat(shown.at("/0/certainty").asText()).isEqualTo(VERIFIED);
    assertThat(shown.at("/1/certainty").asText())
        .isEqualTo(
            "possible: the request came from the address of the pod, and the token that Vault"
                + " verified names another");
    JsonNode elsewhere = AskedAudit.of(with(inputs, "pod", "other-1"));
    assertThat(elsewhere.at("/leases/0/pod_certainty").asText()).startsWith("possible: ");
    Files.writeString(pods, savedPod("other-1", "10.0.0.7") + savedPod("on-host-3", "10.0.0.2"));
    JsonNode own = AskedAudit.of(with(inputs, "pod", "shop/orders-1")).get("findings");
    assertThat(own.findValuesAsText("code")).containsExactly("LA02");
  }

  /** Behind a proxy a header counts, but not against the token. */
  @Test
  void aClaimBehindAProxyTakesNoLeaseFromThePodThatVaultHasVerified() throws Exception {
    Path pods = Files.writeString(folder.resolve("pods.json"), savedPod("victim-1", "10.0.0.7"));
    List<String> inputs =
        List.of(
            "--vault-audit=" + verified("10.0.0.9"), "--kubernetes=" + pods, "--proxy=10.0.0.9");
    JsonNode victim = AskedAudit.of(with(inputs, "pod", "victim-1")).get("timeline");
    assertThat(victim.findValuesAsText("event")).containsExactly("pod started");
  }

  /** Writes a lease whose token names its pod, with the header of another pod. */
  private Path verified(String address) throws Exception {
    String lease = "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/x\"},\"data\":{";
    return Files.writeString(
        folder.resolve("audit.log"),
        vault("database/creds/orders", "read", lease + "\"username\":\"" + ROLE + "\"}}")
            .replace("10.0.0.9", address)
            .replace(
                "oidc-system:serviceaccount:shop:orders", "jwt-system:serviceaccount:shop:orders")
            .replace("\"role\":\"people\"", "\"pod\":\"orders-1\",\"pod_uid\":\"u-orders-1\"")
            .replace(
                "\"operation\":",
                "\"headers\":{\"x-correlation-id\":[\"9f-1;namespace=shop;pod=victim-1\"]},\"operation\":"));
  }

  /** A user who may create events in a namespace names any pod's UID in an event. */
  @Test
  void anEventOfAnotherNamespaceRenamesNoPod() throws Exception {
    Path pods = folder.resolve("pods.json");
    String event = started("zeta", "x");
    Files.writeString(pods, "{\"items\":[" + savedPod("orders-1", "10.0.0.7") + "," + event + "]}");
    Path audit = folder.resolve("audit.log");
    Files.writeString(audit, vault("sys/mounts", "read", "\"response\":{}"));
    JsonNode found =
        AskedAudit.of("pod", "shop/orders-1", "--vault-audit=" + audit, "--kubernetes=" + pods)
            .get("pods");
    assertThat(found).hasSize(1);
    assertThat(found.at("/0/started_at").asText()).isEqualTo("2026-11-18T10:00:00Z");
  }

  /** A pod may create events of itself: where no list has it, they are all that is known of it. */
  @Test
  void anEventDoesNotRenameAPodThatHasGone() throws Exception {
    Path pods = folder.resolve("pods.json");
    Files.writeString(pods, "{\"items\":[" + started("shop", "zzz") + "]}");
    JsonNode forged = gone(pods).get("pod");
    assertThat(forged.findValuesAsText("name")).doesNotContain("zzz");
    Files.writeString(pods, "{\"items\":[" + started("zeta", "orders-1") + "]}");
    JsonNode elsewhere = gone(pods).get("pod");
    assertThat(elsewhere.findValuesAsText("namespace")).doesNotContain("zeta");
    Files.writeString(pods, "{\"items\":[" + started("shop", "orders-1") + "]}");
    JsonNode honest = gone(pods);
    assertThat(honest.at("/pod/0/name").asText()).isEqualTo("orders-1");
    assertThat(honest.at("/pod/0/certainty").asText()).startsWith("certain: ");
  }

  @Test
  void anEventChangesNothingOfAPodThatTheApiServerTellsOf() throws Exception {
    Path pods = folder.resolve("pods.json");
    Files.writeString(pods, "{\"items\":[" + started("shop", "zzz") + "]}");
    Path requests = folder.resolve("kubernetes.log");
    Files.writeString(
        requests,
        "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\",\"stage\":\"ResponseComplete\","
            + "\"verb\":\"create\",\"user\":{\"username\":\"scheduler\"},"
            + "\"objectRef\":{\"resource\":\"pods\",\"namespace\":\"shop\",\"name\":\"orders-1\",\"subresource\":\"binding\"},"
            + "\"responseStatus\":{\"code\":201},\"requestObject\":{\"kind\":\"Binding\",\"metadata\":{\"name\":\"orders-1\",\"uid\":\"u-orders-1\"},"
            + "\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}},\"responseObject\":{\"kind\":\"Status\"},"
            + "\"requestReceivedTimestamp\":\"2026-11-18T10:00:00Z\",\"stageTimestamp\":\"2026-11-18T10:00:00Z\"}\n");
    JsonNode told = gone(pods, "--kubernetes-audit=" + requests).at("/pod/0");
    assertThat(told.get("name").asText()).isEqualTo("orders-1");
    assertThat(told.get("started_at").asText()).isEqualTo("2026-11-18T10:00:00Z");
  }

  /**
   * Returns the facts that are known of the role of a lease, whose token names a pod that has gone.
   */
  private JsonNode gone(Path pods, String... options) throws Exception {
    Path audit = folder.resolve("audit.log");
    String lease = "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/x\"},\"data\":{";
    Files.writeString(
        audit,
        vault("database/creds/orders", "read", lease + "\"username\":\"" + ROLE + "\"}}")
            .replace(
                "oidc-system:serviceaccount:shop:orders", "jwt-system:serviceaccount:shop:orders")
            .replace("\"role\":\"people\"", "\"pod\":\"orders-1\",\"pod_uid\":\"u-orders-1\""));
    List<String> inputs =
        new ArrayList<>(List.of("--vault-audit=" + audit, "--kubernetes=" + pods));
    inputs.addAll(List.of(options));
    return AskedAudit.of(with(inputs, "role", ROLE));
  }

  private static String started(String namespace, String name) {
    return "{\"kind\":\"Event\",\"metadata\":{\"namespace\":\"NS\",\"name\":\"x.1\",\"creationTimestamp\":\"2026-11-18T10:30:00Z\"},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"NS\",\"name\":\"NAME\",\"uid\":\"u-orders-1\"},"
            .replace("NS", namespace)
            .replace("NAME", name)
        + "\"reason\":\"Started\"}";
  }

  /** Returns the facts that are known of the role of a lease, and all findings. */
  private ObjectNode claimed(String address, String pod, String... options) throws Exception {
    Path pods = folder.resolve("pods.json");
    Files.writeString(
        pods,
        "{\"items\":["
            + String.join(
                ",",
                savedPod("orders-1", "10.0.0.7"),
                savedPod("on-host-1", "10.0.0.1"),
                savedPod("on-host-2", "10.0.0.1"),
                savedPod("on-host-3", "10.0.0.2"))
            + "]}");
    Path audit = folder.resolve("audit.log");
    String lease = "\"response\":{\"secret\":{\"lease_id\":\"database/creds/orders/x\"},\"data\":{";
    String read =
        vault("database/creds/orders", "read", lease + "\"username\":\"" + ROLE + "\"}}")
            .replace("10.0.0.9", address)
            .replace("oidc-system:serviceaccount:shop:orders", "kubernetes-shop-orders")
            .replace(
                "\"role\":\"people\"",
                "\"service_account_name\":\"orders\",\"service_account_namespace\":\"shop\"")
            .replace(
                "\"operation\":",
                "\"headers\":{\"x-correlation-id\":[\"9f-1;namespace=shop;pod="
                    + pod
                    + "\"]},\"operation\":");
    Files.writeString(audit, read);
    List<String> inputs =
        new ArrayList<>(List.of("--vault-audit=" + audit, "--kubernetes=" + pods));
    inputs.addAll(List.of(options));
    ObjectNode answer = (ObjectNode) AskedAudit.of(with(inputs, "role", ROLE));
    answer.set("findings", AskedAudit.of(with(inputs, "findings")).get("findings"));
    return answer;
  }

  private static String[] with(List<String> inputs, String... question) {
    return Stream.concat(Stream.of(question), inputs.stream()).toArray(String[]::new);
  }

  private static String savedPod(String name, String address) {
    return "{\"kind\":\"Pod\",\"metadata\":{\"name\":\""
        + name
        + "\",\"namespace\":\"shop\",\"uid\":\"u-"
        + name
        + "\",\"creationTimestamp\":\"2026-11-18T10:00:00Z\"},\"spec\":{\"serviceAccountName\":\"orders\"},"
        + "\"status\":{\"podIP\":\""
        + address
        + "\",\"startTime\":\"2026-11-18T"
        + (name.equals("on-host-3") ? "12" : "10")
        + ":00:00Z\"}}";
  }

  /** A name may have any character that JSON can write. */
  @Test
  void aStrangeNameIsATextLikeAnyOther() throws Exception {
    Path audit = folder.resolve("audit.log");
    String strange = "a\\u0000b\\ud800c\\udc00\\u001b[2J\\ud83d\\ude00'\\\"<script>";
    String read = vault("database/creds/orders", "read", "\"response\":{}");
    Files.writeString(audit, read.replace("oidc-system:serviceaccount:shop:orders", strange));
    JsonNode findings = AskedAudit.of("findings", "--vault-audit=" + audit).get("findings");
    assertThat(findings.findValuesAsText("code")).containsExactly("LA09");
    assertThat(findings.at("/0/detail").asText()).contains("by a", "b", "<script>");
  }

  private static String oidc() {
    return "{\"accessor\":\"hmac-sha256:aa\",\"display_name\":\"oidc-system:serviceaccount:shop:orders\",\"metadata\":{\"role\":\"people\"}}";
  }

  private static String vault(String path, String operation, String response) {
    return "{\"auth\":"
        + oidc()
        + ",\"request\":{\"id\":\"1\",\"operation\":\""
        + operation
        + "\",\"path\":\""
        + path
        + "\",\"remote_address\":\"10.0.0.9\"},"
        + response
        + ",\"time\":\""
        + TAKEN_AT
        + "\",\"type\":\"response\"}";
  }

  private static String end() {
    return "disconnection: session time: 0:10:00.000 user=" + ROLE + " database=app host=10.0.0.7";
  }

  private static String line(int number, String at, String activity, String message, String name) {
    return "{\"timestamp\":\"2026-11-18 11:"
        + at
        + ".000 UTC\",\"user\":\""
        + ROLE
        + "\",\"dbname\":\"app\",\"remote_host\":\"10.0.0.7\",\"session_id\":\"65f.4d\",\"line_num\":"
        + number
        + ",\"ps\":\""
        + activity
        + "\",\"session_start\":\"2026-11-18 11:06:41 UTC\",\"vxid\":\"9/2\",\"error_severity\":\"LOG\",\"message\":\""
        + message
        + "\",\"application_name\":\""
        + name
        + "\",\"backend_type\":\"client backend\"}";
  }

  /** Returns the session of the role, which has logged in and then written these lines. */
  private JsonNode session(String... lines) throws Exception {
    JsonNode sessions = answer(lines).get("sessions");
    assertThat(sessions).hasSize(1);
    return sessions.get(0);
  }

  private JsonNode answer(String... lines) throws Exception {
    List<String> log = new ArrayList<>();
    log.add(
        line(2, "06:41", "authentication", "connection authorized: x", "leasehold/orders-1/11"));
    log.addAll(List.of(lines));
    Path postgres = folder.resolve("postgresql.json");
    Files.write(postgres, log);
    Path audit = folder.resolve("audit.log");
    Files.writeString(audit, vault("sys/mounts", "read", "\"response\":{}"));
    return AskedAudit.of("role", ROLE, "--vault-audit=" + audit, "--postgresql=" + postgres);
  }
}
