// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

/** The plugin's own file, served by Argo CD's plugin server, which is asked as Argo CD asks it. */
class ArgoCdIT {

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
    String plain = tools.succeed(List.of("kustomize", "build", application.toString()));
    String injected = HelmExample.inject(plain);
    assertThat(generate()).as(() -> tools.errors()).isZero();
    List<JsonNode> generated = new ArrayList<>();
    for (String line : tools.output().lines().toList()) {
      generated.add(new ObjectMapper().readTree(line));
    }
    assertThat(generated).isEqualTo(ManifestModels.all(injected)).isNotEmpty();
    assertThat(tools.output()).contains("leasehold-agent.jar");
  }

  @Test
  void isForApplicationsWithAFileOfOptions() throws Exception {
    Files.delete(application.resolve("leasehold.options"));
    assertThat(generate()).isNotZero();
    assertThat(tools.errors()).contains("the plugin is not for " + application);
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

  /** The author of the file does not command the container that all applications share. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--report=report.txt",
        "--in-place",
        "--cluster",
        "@/etc/hostname",
        "/etc/hostname",
        "--creds=a --report=report.txt",
        "--creds=a\"--report=report.txt\"",
        "--creds=a'--report=report.txt'",
        "--creds=a\u0001--report=report.txt",
        "# a comment\r--report=report.txt",
      })
  void refusesOptionsThatDoNotSayWhatIsAdded(String line) throws Exception {
    List<String> lines = new ArrayList<>(HelmExample.OPTIONS);
    lines.add(line);
    Files.write(application.resolve("leasehold.options"), lines);
    assertThat(generate()).isNotZero();
    assertThat(tools.output()).isEmpty();
    assertThat(tools.errors()).contains("leasehold.options: only lines --NAME=VALUE");
  }

  @Test
  void takesEachOptionThatSaysWhatIsAddedAndComments() throws Exception {
    List<String> lines = new ArrayList<>(List.of("# of the orders", ""));
    lines.addAll(HelmExample.OPTIONS);
    lines.add("--from-vault-annotations");
    Files.write(application.resolve("leasehold.options"), lines);
    assertThat(generate()).as(() -> tools.errors()).isZero();
    Matcher names =
        Pattern.compile("names='([a-z|-]+)'").matcher(SourceTree.read("deploy/argocd/plugin.yaml"));
    assertThat(names.find()).isTrue();
    assertThat(names.group(1).split("[|]"))
        .containsExactlyElementsOf(
            CommandSpec.forAnnotatedObject(new InjectArguments()).options().stream()
                .filter(each -> each.arity().max() > 0)
                .map(each -> each.longestName().substring("--".length()))
                .sorted()
                .toList());
  }

  private int generate() throws IOException, InterruptedException {
    Path program = ServerBuild.directory("argocd").resolve("cmp-generate");
    String plugin = SourceTree.root().resolve("deploy/argocd").toString();
    return tools.run(application, List.of(program.toString(), plugin, application.toString()));
  }
}
