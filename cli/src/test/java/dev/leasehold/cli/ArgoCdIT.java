// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin's own file, run as Argo CD's {@code argocd-cmp-server} runs it: the program of {@code
 * generate} in the folder of the application, whose standard output is the manifests where it ends
 * with 0 (argoproj/argo-cd, cmpserver/plugin/plugin.go).
 */
class ArgoCdIT {

  private static final JsonNode PLUGIN =
      ManifestModels.all(SourceTree.read("deploy/argocd/plugin.yaml")).get(0);

  private final Path application;
  private final ToolRun tools;

  ArgoCdIT(@TempDir Path folder) {
    this.application = folder.resolve("application");
    this.tools = new ToolRun(folder);
  }

  @BeforeEach
  void makeTheApplication() throws IOException {
    Files.createDirectory(application);
    Files.copy(
        SourceTree.root().resolve("deploy/kustomize/example/orders.yaml"),
        application.resolve("orders.yaml"));
    Files.writeString(application.resolve("kustomization.yaml"), "resources: [orders.yaml]\n");
    Files.write(application.resolve("leasehold.options"), HelmExample.OPTIONS);
  }

  @Test
  void generatesWhatTheCommandMakesOfTheBuild() throws Exception {
    assertThat(PLUGIN.at("/kind").asText()).isEqualTo("ConfigManagementPlugin");
    assertThat(application.resolve(PLUGIN.at("/spec/discover/fileName").asText())).exists();
    String plain = tools.succeed(List.of("kustomize", "build", application.toString()));
    List<String> arguments = new ArrayList<>(List.of("inject"));
    arguments.addAll(HelmExample.OPTIONS);
    String injected = CommandRun.succeed(plain, arguments.toArray(String[]::new));
    assertThat(generate()).as(() -> tools.errors()).isZero();
    assertThat(tools.output()).isEqualTo(injected).contains("leasehold-agent.jar");
  }

  @Test
  void failsWithoutOutputWhereTheBuildFails() throws Exception {
    Files.writeString(application.resolve("kustomization.yaml"), "resources: [none.yaml]\n");
    assertThat(generate()).isNotZero();
    assertThat(tools.output()).isEmpty();
    assertThat(tools.errors()).contains("none.yaml");
  }

  @Test
  void failsWithTheFindingWhereAPodCannotBeInjected() throws Exception {
    Files.writeString(application.resolve("leasehold.options"), "--creds=database/creds/orders\n");
    assertThat(generate()).isNotZero();
    assertThat(tools.output()).isEmpty();
    assertThat(tools.errors()).contains("no image of Leasehold's", "nothing is written");
  }

  private int generate() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    PLUGIN.at("/spec/generate/command").forEach(word -> command.add(word.asText()));
    PLUGIN.at("/spec/generate/args").forEach(word -> command.add(word.asText()));
    return tools.run(application, command);
  }
}
