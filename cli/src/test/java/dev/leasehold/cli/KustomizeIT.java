// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.SourceTree;
import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kustomize itself runs the packaged command as a function, and builds the component. */
class KustomizeIT {

  private static final Path EXAMPLE = SourceTree.root().resolve("deploy/kustomize/example");
  private static final Path SCRIPT =
      Path.of("target", "leasehold", "bin", "leasehold").toAbsolutePath();
  private static Path kustomize;

  private final Path folder;

  KustomizeIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void build() {
    kustomize = ServerBuild.directory("kustomize").resolve("kustomize");
  }

  @Test
  void runsTheCommandAsAFunctionAndItsOutputCanBeUndone() throws IOException {
    String orders =
        Files.readString(EXAMPLE.resolve("orders.yaml"))
            .replace("SPRING_PROFILES_ACTIVE", "JAVA_TOOL_OPTIONS")
            .replace("value: production", "value: -Xmx1g");
    Files.writeString(folder.resolve("orders.yaml"), orders);
    Path kustomization = folder.resolve("kustomization.yaml");
    Files.writeString(kustomization, "resources: [orders.yaml]\n");
    String plain = build(folder);
    Files.writeString(folder.resolve("inject.yaml"), function());
    Files.writeString(kustomization, "resources: [orders.yaml]\ntransformers: [inject.yaml]\n");
    String injected = build(folder);
    assertThat(injected)
        .contains("value: -Xmx1g -javaagent:/leasehold/leasehold-agent.jar")
        .contains("value: database/creds/orders")
        .doesNotContain("ResourceList");
    assertThat(CommandRun.succeed(injected, "inject", "--undo")).isEqualTo(plain);
  }

  @Test
  void theComponentAddsWhatTheCommandAdds() throws IOException {
    JsonNode component = ManifestModels.podSpec(build(EXAMPLE));
    String plain = Files.readString(EXAMPLE.resolve("orders.yaml"));
    JsonNode injected = ManifestModels.podSpec(HelmExample.inject(plain));
    for (String list : List.of("initContainers", "volumes")) {
      assertThat(component.get(list)).as(list).isEqualTo(injected.get(list));
    }
    for (String list : List.of("env", "volumeMounts")) {
      assertThat(ManifestModels.items(component.at("/containers/0/" + list)))
          .as(list)
          .containsExactlyInAnyOrderElementsOf(
              ManifestModels.items(injected.at("/containers/0/" + list)));
    }
    assertThat(component.get("containers")).hasSize(1);
  }

  private static String function() {
    return """
    apiVersion: leasehold.dev/v1
    kind: Inject
    metadata:
      name: leasehold
      annotations:
        config.kubernetes.io/function: |
          exec:
            path: %s
            args: [inject]
    data:
      agent-image: %s
      vault.addr: https://vault.vault.svc:8200
      auth.role: orders
      creds: database/creds/orders
    """
        .formatted(SCRIPT, HelmExample.IMAGE);
  }

  private static String build(Path kustomization) {
    return Command.runAloud(
            List.of(
                kustomize.toString(),
                "build",
                "--enable-alpha-plugins",
                "--enable-exec",
                kustomization.toString()))
        + "\n";
  }
}
