// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.kubernetes.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kubeconform reads the results of the command, the kustomize component and the Helm chart, with
 * the schemas of a running API server.
 */
class KubeconformIT {

  private static String location;

  private final Path folder;
  private final Path manifests;
  private final ToolRun tools;
  private int valid;

  KubeconformIT(@TempDir Path folder) {
    this.folder = folder;
    this.manifests = folder.resolve("manifests");
    this.tools = new ToolRun(folder);
  }

  @BeforeAll
  static void writeTheSchemas(@TempDir Path schemas) throws IOException {
    try (ControlPlane cluster = ControlPlane.launch()) {
      location = OpenApiSchemas.write(cluster.api(), schemas);
    }
  }

  @Test
  void theExpectedOutputsAreValid() throws Exception {
    try (Stream<Path> cases = Files.list(Path.of("src", "test", "resources", "golden"))) {
      for (Path each : cases.toList()) {
        add(each.getFileName() + ".yaml", Files.readString(each.resolve("output.txt")));
      }
    }
    assertThat(invalid().keySet())
        .as("but for those whose inputs are not valid, which are there for how they are written")
        .containsExactly("comments.yaml", "flow.yaml", "merge-keys.yaml");
    assertThat(valid).isGreaterThan(80);
  }

  @Test
  void whatTheComponentAndTheChartMakeIsValid() throws Exception {
    Path helm = ServerBuild.directory("helm4").resolve("helm");
    String chart = HelmExample.copy(folder, helm, tools).toString();
    for (String mode : List.of("agent", "sidecar", "sidecar,leasehold.sidecar=classic")) {
      String values = "--set=leasehold.mode=" + mode;
      add(
          mode + ".yaml",
          tools.succeed(List.of(helm.toString(), "template", "orders", chart, values)));
    }
    Path example = SourceTree.root().resolve("deploy/kustomize/example");
    add("component.yaml", tools.succeed(List.of("kustomize", "build", example.toString())));
    assertThat(invalid()).isEmpty();
    assertThat(valid).isEqualTo(4);
  }

  @Test
  void theSchemasRefuseAFieldThatKubernetesDoesNotHave() throws Exception {
    String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n";
    add("good.yaml", pod + "  - {name: p, image: p, env: [{name: A, value: b}]}\n");
    add("name.yaml", pod + "  - {name: p, image: p, envs: [{name: A, value: b}]}\n");
    add("type.yaml", pod + "  - {name: p, image: p, env: [{name: A, value: 1}]}\n");
    assertThat(invalid().keySet()).containsExactly("name.yaml", "type.yaml");
  }

  private void add(String name, String manifest) throws IOException {
    Path file = manifests.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, manifest);
  }

  /** Returns kubeconform's messages about the manifests that are not valid, by file. */
  private Map<String, String> invalid() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ServerBuild.directory("kubeconform").resolve("kubeconform").toString(),
                "-strict",
                "-ignore-missing-schemas",
                "-output=json",
                "-summary",
                "-schema-location=" + location,
                manifests.toString()));
    tools.run(folder, command);
    Map<String, String> invalid = new TreeMap<>();
    JsonNode answer = new ObjectMapper().readTree(tools.output());
    valid = answer.at("/summary/valid").asInt();
    for (JsonNode each : answer.get("resources")) {
      String file = manifests.relativize(Path.of(each.get("filename").asText())).toString();
      invalid.put(file, each.get("status").asText() + ": " + each.get("msg").asText());
    }
    return invalid;
  }
}
