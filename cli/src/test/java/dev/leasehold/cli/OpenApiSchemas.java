// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.leasehold.testbed.kubernetes.KubernetesApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * JSON schemas of a running API server's kinds, as files that kubeconform reads. An OpenAPI 3.0
 * schema is a JSON schema with words that validators pass over.
 */
final class OpenApiSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The kinds that have a pod template, and the kinds that manifests have beside them. */
  private static final Map<String, List<String>> KINDS =
      Map.of(
          "api/v1",
          List.of(
              "Pod",
              "PodTemplate",
              "ReplicationController",
              "ConfigMap",
              "Secret",
              "Service",
              "ServiceAccount"),
          "apis/apps/v1",
          List.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
          "apis/batch/v1",
          List.of("Job", "CronJob"));

  private OpenApiSchemas() {}

  /** Writes the schemas, and returns the location by which kubeconform finds them. */
  static String write(KubernetesApi api, Path folder) throws IOException {
    for (Map.Entry<String, List<String>> version : KINDS.entrySet()) {
      JsonNode components = api.read("/openapi/v3/" + version.getKey()).get("components");
      components.get("schemas").forEach(OpenApiSchemas::close);
      for (Map.Entry<String, JsonNode> schema : components.get("schemas").properties()) {
        JsonNode kinds = schema.getValue().path("x-kubernetes-group-version-kind");
        String kind = kinds.path(0).path("kind").asText();
        if (kinds.size() == 1 && version.getValue().contains(kind)) {
          Path file = folder.resolve(kind.toLowerCase(Locale.ROOT) + suffix(kinds.get(0)));
          ObjectNode root = JSON.createObjectNode();
          root.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + schema.getKey());
          root.set("components", components);
          Files.writeString(file, root.toString());
        }
      }
    }
    return folder + "/{{.ResourceKind}}{{.KindSuffix}}.json";
  }

  /** The suffix of kubeconform: the first label of the group, and the version. */
  private static String suffix(JsonNode kind) {
    String group = kind.get("group").asText();
    String version = kind.get("version").asText();
    return (group.isEmpty() ? "-" : "-" + group.split("[.]", 2)[0] + "-") + version + ".json";
  }

  /** Refuses fields that the schema does not name. */
  private static void close(JsonNode schema) {
    if (schema.has("properties")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }
}
