// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.testbed.ServerBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Helm 3 and 4 themselves run the packaged command, and render the library chart. */
class HelmIT {

  private static final Path PACKAGE = Path.of("target", "leasehold").toAbsolutePath();
  private static final Path CHART =
      Path.of("src", "test", "resources", "charts", "orders").toAbsolutePath();
  private static Path helm3;
  private static Path helm4;

  private final Path folder;
  private final ToolRun tools;

  HelmIT(@TempDir Path folder) {
    this.folder = folder;
    this.tools = new ToolRun(folder);
  }

  @BeforeAll
  static void build() {
    helm3 = ServerBuild.directory("helm3").resolve("helm");
    helm4 = ServerBuild.directory("helm4").resolve("helm");
  }

  /** The plugin is a link to the packaged command, which is not to be removed with the folder. */
  @AfterEach
  void uninstall() throws IOException {
    Files.deleteIfExists(folder.resolve("HELM_DATA_HOME/plugins/leasehold"));
  }

  @Test
  void helm3TakesThePathOfTheCommandAndItsOutputCanBeUndone() throws Exception {
    Files.write(folder.resolve("leasehold.options"), HelmExample.OPTIONS);
    String plain = succeed(helm3, "template", "orders", CHART.toString());
    String injected = succeed(helm3, postRendered(PACKAGE.resolve("bin/leasehold"), "inject"));
    assertThat(injected)
        .contains("value: -Xmx1g -javaagent:/leasehold/leasehold-agent.jar")
        .contains("image: \"orders:1\" # quoted");
    assertThat(occurrences(injected, "image: " + HelmExample.IMAGE))
        .as("the hook is not in the stream that Helm 3 sends")
        .isOne();
    assertThat(CommandRun.succeed(injected, "inject", "--undo")).isEqualTo(plain);
  }

  @Test
  void helm3ShowsTheFindingAndRendersNothing() throws Exception {
    Files.write(folder.resolve("leasehold.options"), List.of("--creds=database/creds/orders"));
    assertThat(run(helm3, postRendered(PACKAGE.resolve("bin/leasehold"), "inject"))).isNotZero();
    assertThat(tools.output()).isEmpty();
    assertThat(tools.errors()).contains("no image of Leasehold's").contains("nothing is written");
  }

  @Test
  void helm4TakesThePluginWhichInjectsHooksTooAndKeepsTheNamesOfFiles() throws Exception {
    install();
    Files.write(folder.resolve("leasehold.options"), HelmExample.OPTIONS);
    String plain = succeed(helm4, "template", "orders", CHART.toString());
    String injected = succeed(helm4, postRendered(Path.of("leasehold")));
    assertThat(injected)
        .contains("value: -Xmx1g -javaagent:/leasehold/leasehold-agent.jar")
        .contains("# Source: orders/templates/deployment.yaml")
        .contains("# Source: orders/templates/migration.yaml")
        .doesNotContain("postrender");
    assertThat(occurrences(injected, "image: " + HelmExample.IMAGE))
        .as("the hook is in the stream that Helm 4 sends")
        .isEqualTo(2);
    assertThat(ManifestModels.all(CommandRun.succeed(injected, "inject", "--undo")))
        .isEqualTo(ManifestModels.all(plain));
  }

  @Test
  void helm4RendersAChartThatHasNothing() throws Exception {
    install();
    Files.write(folder.resolve("leasehold.options"), HelmExample.OPTIONS);
    List<String> arguments = new ArrayList<>(List.of(postRendered(Path.of("leasehold"))));
    arguments.add("--set=enabled=false");
    assertThat(succeed(helm4, arguments.toArray(String[]::new))).isBlank();
  }

  @Test
  void helm4KeepsStandardErrorToItselfAndTheReportIsInAFile() throws Exception {
    install();
    Path report = folder.resolve("report.txt");
    Files.write(
        folder.resolve("leasehold.options"),
        List.of("--creds=database/creds/orders", "--report=" + report));
    assertThat(run(helm4, postRendered(Path.of("leasehold")))).isNotZero();
    assertThat(tools.output()).isEmpty();
    assertThat(tools.errors()).contains("plugin \"leasehold\" exited with error");
    assertThat(Files.readString(report)).contains("no image of Leasehold's");
  }

  @ParameterizedTest
  @CsvSource({
    "agent,   '',                                     ''",
    "agent,   leasehold.agentVolume=image,            --agent-volume=image",
    "sidecar, '',                                     ''",
    "sidecar, leasehold.sidecar=classic,              --sidecar=classic",
    "sidecar, 'leasehold.settings.signal=HUP,leasehold.settings.signal\\.process=web',"
        + " '--set=signal=HUP,--set=signal.process=web'",
    "agent,   'leasehold.vaultCaConfigMap=,leasehold.settings.margin=10s', --set=margin=10s",
  })
  void theLibraryChartAddsWhatTheCommandAdds(String mode, String values, String options)
      throws Exception {
    Path example = example();
    boolean withoutCertificates = values.contains("vaultCaConfigMap");
    String base =
        succeed(helm3, "template", "orders", example.toString(), "--set=leasehold.enabled=false");
    List<String> arguments = new ArrayList<>(List.of("inject", "--fs-group=10001"));
    HelmExample.OPTIONS.stream()
        .filter(each -> !withoutCertificates || !each.startsWith("--vault-ca"))
        .forEach(arguments::add);
    arguments.addAll(mode.equals("sidecar") ? List.of("--mode=sidecar") : List.of());
    arguments.addAll(options.isEmpty() ? List.of() : List.of(options.split(",", -1)));
    JsonNode injected =
        ManifestModels.podSpec(CommandRun.succeed(base, arguments.toArray(String[]::new)));
    for (Path helm : List.of(helm3, helm4)) {
      String all = "--set=leasehold.mode=" + mode + (values.isEmpty() ? "" : "," + values);
      JsonNode rendered =
          ManifestModels.podSpec(succeed(helm, "template", "orders", example.toString(), all));
      ManifestModels.assertSamePod(rendered, injected);
    }
  }

  @Test
  void theChartsPassLint() throws Exception {
    Path example = example();
    for (Path helm : List.of(helm3, helm4)) {
      String chart = example.resolveSibling("leasehold").toString();
      assertThat(succeed(helm, "lint", "--strict", example.toString(), chart))
          .contains("2 chart(s) linted, 0 chart(s) failed");
    }
  }

  @Test
  void theLibraryChartSaysWhichValueIsMissing() throws Exception {
    Path example = example();
    assertThat(run(helm4, "template", "orders", example.toString(), "--set=leasehold.creds="))
        .isNotZero();
    assertThat(tools.errors()).contains("leasehold.creds names the credentials");
    assertThat(run(helm4, "template", "orders", example.toString(), "--set=leasehold.mode=agnt"))
        .isNotZero();
    assertThat(tools.errors()).contains("leasehold.mode is agnt: choose agent or sidecar");
  }

  private Path example() throws Exception {
    return HelmExample.copy(folder, helm4, tools);
  }

  private void install() throws Exception {
    succeed(helm4, "plugin", "install", PACKAGE.toString());
  }

  private static String[] postRendered(Path renderer, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("template", "orders", CHART.toString(), "--post-renderer=" + renderer));
    for (String argument : arguments) {
      all.add("--post-renderer-args=" + argument);
    }
    all.add("--post-renderer-args=@leasehold.options");
    return all.toArray(String[]::new);
  }

  private String succeed(Path helm, String... arguments) throws Exception {
    return tools.succeed(command(helm, arguments));
  }

  private int run(Path helm, String... arguments) throws Exception {
    return tools.run(folder, command(helm, arguments));
  }

  private static List<String> command(Path helm, String... arguments) {
    List<String> command = new ArrayList<>(List.of(helm.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static int occurrences(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }
}
