// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.vault.TokenTerms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit knows a pod by the audit log of a real API server alone. */
class KubernetesAuditIT {

  private static final String PODS = "/api/v1/namespaces/shop/pods";
  private static final String POD = "orders-7d9c5b8f6-x2x9k";

  private final Path folder;

  KubernetesAuditIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void namesThePodOfARole() throws Exception {
    try (TestBed bed = TestBed.start();
        ControlPlane cluster = ControlPlane.launch()) {
      cluster.create(TestBed.ACCOUNT);
      bed.vault()
          .kubernetes(cluster)
          .role(TestBed.ROLE, TestBed.ACCOUNT, TokenTerms.of(bed.vault().appPolicy(TestBed.ROLE)));
      String uid = RunningPod.create(cluster, TestBed.ACCOUNT, POD, "orders:1");
      cluster.api().create(PODS + "/" + POD + "/binding", binding());
      RunningPod.run(cluster, TestBed.ACCOUNT, POD, "127.0.0.1");
      String token = token(cluster, uid);
      bed.writeToken(token);
      String role = role(bed);
      cluster.api().delete(PODS + "/" + POD + "?gracePeriodSeconds=0");

      JsonNode answer = ask(bed, cluster, token, "role", role);
      assertThat(answer.at("/pod/0/name").asText()).isEqualTo(POD);
      assertThat(answer.at("/pod/0/uid").asText()).isEqualTo(uid);
      assertThat(answer.at("/pod/0/node").asText()).isEqualTo("node-1");
      assertThat(answer.at("/pod/0/images").asText()).isEqualTo("orders:1");
      assertThat(answer.at("/pod/0/account_name").asText()).isEqualTo("orders");
      assertThat(answer.at("/pod/0/certainty").asText()).startsWith("nearly certain");
      JsonNode ofPod = ask(bed, cluster, token, "pod", "shop/" + POD);
      assertThat(ofPod.get("pods")).hasSize(1);
      assertThat(ofPod.at("/pods/0/ended_at").isNull()).isFalse();
      assertThat(ofPod.get("timeline").findValuesAsText("event"))
          .contains("pod created", "pod bound", "token requested", "lease taken", "pod deleted");
      assertThat(ofPod.get("timeline").findValuesAsText("detail")).contains("by admin on node-1");
    }
  }

  private static Map<String, Object> binding() {
    return Map.of(
        "metadata", Map.of("name", POD), "target", Map.of("kind", "Node", "name", "node-1"));
  }

  /** As a kubelet asks for it. */
  private static String token(ControlPlane cluster, String uid) {
    Map<String, Object> bound = Map.of("kind", "Pod", "apiVersion", "v1", "name", POD, "uid", uid);
    return cluster
        .api()
        .create(
            "/api/v1/namespaces/shop/serviceaccounts/orders/token",
            Map.of("spec", Map.of("audiences", List.of("vault"), "boundObjectRef", bound)))
        .at("/status/token")
        .asText();
  }

  private static String role(TestBed bed) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_AUTH_METHOD", "kubernetes");
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), Source.HIKARI, 100).awaitReady()) {
      workload.connectOnce();
      workload.on("a", "borrow");
      String row = workload.on("a", "do", "SELECT session_user");
      workload.stop();
      return row.substring("row ".length());
    }
  }

  private JsonNode ask(TestBed bed, ControlPlane cluster, String token, String... question)
      throws Exception {
    Path answer = folder.resolve("answer.json");
    List<String> command = new ArrayList<>(List.of(question));
    command.add("--output=json");
    command.add("--vault-audit=" + bed.vault().auditLog());
    command.add("--vault-log=" + bed.vault().log());
    command.add("--postgresql=" + bed.postgres().log());
    command.add("--kubernetes-audit=" + cluster.auditLog());
    AuditProgram.ask(0, answer, Map.of(), command);
    assertThat(Files.readString(answer)).doesNotContain(token);
    assertThat(Files.readString(cluster.auditLog())).contains(POD).doesNotContain(token);
    return new ObjectMapper().readTree(answer.toFile());
  }
}
