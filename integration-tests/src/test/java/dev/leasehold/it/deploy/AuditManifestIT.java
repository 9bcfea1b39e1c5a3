// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.it.AuditProgram;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import dev.leasehold.testbed.kubernetes.KubernetesApi;
import dev.leasehold.testbed.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code deploy/audit/watch.yaml} on a real API server, in a namespace of the restricted standard.
 */
class AuditManifestIT {

  private static final Path MANIFEST = Path.of("..", "deploy", "audit", "watch.yaml");
  private static final String STRICT = "?dryRun=All&fieldValidation=Strict";
  private static final Map<String, String> PATHS =
      Map.of(
          "ServiceAccount", "/api/v1/namespaces/vault/serviceaccounts",
          "ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
          "ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
          "PersistentVolumeClaim", "/api/v1/namespaces/vault/persistentvolumeclaims",
          "Deployment", "/apis/apps/v1/namespaces/vault/deployments",
          "NetworkPolicy", "/apis/networking.k8s.io/v1/namespaces/vault/networkpolicies");

  @Test
  void isTakenAsItIsAndItsPodAsRestricted() throws Exception {
    try (ControlPlane cluster = ControlPlane.launch()) {
      KubernetesApi api = cluster.api();
      api.provide(
          "/api/v1/namespaces",
          Map.of(
              "metadata",
              Map.of(
                  "name",
                  "restricted",
                  "labels",
                  Map.of("pod-security.kubernetes.io/enforce", "restricted"))));
      api.provide(
          "/api/v1/namespaces/restricted/serviceaccounts",
          Map.of("metadata", Map.of("name", "leasehold-audit")));
      for (Map<String, Object> object : objects()) {
        String kind = String.valueOf(object.get("kind"));
        JsonNode taken = api.create(Objects.requireNonNull(PATHS.get(kind), kind) + STRICT, object);
        if (kind.equals("Deployment")) {
          JsonNode spec = taken.at("/spec/template/spec");
          assertThat(spec.path("serviceAccountName").asText()).isEqualTo("leasehold-audit");
          api.create(
              "/api/v1/namespaces/restricted/pods" + STRICT,
              Map.of("metadata", Map.of("name", "watch"), "spec", spec));
          hasOptionsThatThereAre(spec.at("/containers/0/args"));
        }
      }
    }
  }

  private static void hasOptionsThatThereAre(JsonNode arguments) {
    String help = Command.run(Path.of("/"), List.of(AuditProgram.path(), "watch", "--help"));
    assertThat(arguments.get(0).asText()).isEqualTo("watch");
    assertThat(StreamSupport.stream(arguments.spliterator(), false).skip(1).map(JsonNode::asText))
        .hasSizeGreaterThan(5)
        .allSatisfy(each -> assertThat(help).containsPattern(each.replaceFirst("=.*", "") + "\\b"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> objects() throws Exception {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Iterable<Object> documents = yaml.loadAll(Files.readString(MANIFEST));
    return StreamSupport.stream(documents.spliterator(), false)
        .map(each -> (Map<String, Object>) each)
        .toList();
  }
}
