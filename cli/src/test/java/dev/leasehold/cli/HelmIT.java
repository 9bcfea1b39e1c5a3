// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Helm 3 and 4 themselves run the packaged command, and render the library chart. */
class HelmIT {

  private static final Path PACKAGE = Path.of("target", "leasehold").toAbsolutePath();
  private static final Path CHART =
      Path.of("src", "test", "resources", "charts", "orders").toAbsolutePath();
  private static final List<String> OPTIONS =
      List.of(
          "--agent-image=registry.example.com/leasehold-sidecar:0.1.0",
          "--vault-addr=https://vault.vault.svc:8200",
          "--vault-ca-config-map=vault-ca",
          "--creds=database/creds/orders",
          "--role=orders");
  private static Path helm3;
  private static Path helm4;

  private final Path folder;

  HelmIT(@TempDir Path folder) {
    this.folder = folder;
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
    Files.write(folder.resolve("leasehold.options"), OPTIONS);
    String plain = succeed(helm3, "template", "orders", CHART.toString());
    String injected = succeed(helm3, postRendered(PACKAGE.resolve("bin/leasehold"), "inject"));
    assertThat(injected)
        .contains("value: -Xmx1g -javaagent:/leasehold/leasehold-agent.jar")
        .contains("image: \"orders:1\" # quoted");
    assertThat(occurrences(injected, "image: registry.example.com/leasehold-sidecar:0.1.0"))
        .as("the hook is not in the stream that Helm 3 sends")
        .isOne();
    assertThat(leasehold(injected, "inject", "--undo")).isEqualTo(plain);
  }

  @Test
  void helm3ShowsTheFindingAndRendersNothing() throws Exception {
    Files.write(folder.resolve("leasehold.options"), List.of("--creds=database/creds/orders"));
    assertThat(run(helm3, postRendered(PACKAGE.resolve("bin/leasehold"), "inject"))).isNotZero();
    assertThat(output()).isEmpty();
    assertThat(errors()).contains("no image of Leasehold's").contains("nothing is written");
  }

  @Test
  void helm4TakesThePluginWhichInjectsHooksTooAndKeepsTheNamesOfFiles() throws Exception {
    install();
    Files.write(folder.resolve("leasehold.options"), OPTIONS);
    String plain = succeed(helm4, "template", "orders", CHART.toString());
    String injected = succeed(helm4, postRendered(Path.of("leasehold")));
    assertThat(injected)
        .contains("value: -Xmx1g -javaagent:/leasehold/leasehold-agent.jar")
        .contains("# Source: orders/templates/deployment.yaml")
        .contains("# Source: orders/templates/migration.yaml")
        .doesNotContain("postrender");
    assertThat(occurrences(injected, "image: registry.example.com/leasehold-sidecar:0.1.0"))
        .as("the hook is in the stream that Helm 4 sends")
        .isEqualTo(2);
    assertThat(models(leasehold(injected, "inject", "--undo"))).isEqualTo(models(plain));
  }

  @Test
  void helm4RendersAChartThatHasNothing() throws Exception {
    install();
    Files.write(folder.resolve("leasehold.options"), OPTIONS);
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
    assertThat(output()).isEmpty();
    assertThat(errors()).contains("plugin \"leasehold\" exited with error");
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
    OPTIONS.stream()
        .filter(each -> !withoutCertificates || !each.startsWith("--vault-ca"))
        .forEach(arguments::add);
    arguments.addAll(mode.equals("sidecar") ? List.of("--mode=sidecar") : List.of());
    arguments.addAll(options.isEmpty() ? List.of() : List.of(options.split(",", -1)));
    JsonNode injected = spec(leasehold(base, arguments.toArray(String[]::new)));
    for (Path helm : List.of(helm3, helm4)) {
      String all = "--set=leasehold.mode=" + mode + (values.isEmpty() ? "" : "," + values);
      JsonNode rendered = spec(succeed(helm, "template", "orders", example.toString(), all));
      assertSame(rendered, injected);
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
    assertThat(errors()).contains("leasehold.creds names the credentials");
    assertThat(run(helm4, "template", "orders", example.toString(), "--set=leasehold.mode=agnt"))
        .isNotZero();
    assertThat(errors()).contains("leasehold.mode is agnt: choose agent or sidecar");
  }

  /** Lists by their items, in any order but that of the containers; all else as it is. */
  private static void assertSame(JsonNode rendered, JsonNode injected) {
    for (String list : List.of("initContainers", "containers")) {
      assertThat(rendered.path(list)).as(list).hasSameSizeAs(injected.path(list));
      for (int i = 0; i < injected.path(list).size(); i++) {
        assertContainer(rendered.path(list).get(i), injected.path(list).get(i));
      }
    }
    assertThat(items(rendered.path("volumes")))
        .containsExactlyInAnyOrderElementsOf(items(injected.path("volumes")));
    for (String field : List.of("securityContext", "shareProcessNamespace")) {
      assertThat(rendered.path(field)).as(field).isEqualTo(injected.path(field));
    }
  }

  private static void assertContainer(JsonNode rendered, JsonNode injected) {
    assertThat(rendered.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(() -> injected.fieldNames());
    injected
        .fields()
        .forEachRemaining(
            field -> {
              JsonNode other = rendered.path(field.getKey());
              if (List.of("env", "volumeMounts").contains(field.getKey())) {
                assertThat(items(other))
                    .containsExactlyInAnyOrderElementsOf(items(field.getValue()));
              } else {
                assertThat(other).as(field.getKey()).isEqualTo(field.getValue());
              }
            });
  }

  /** Copies the charts, as dependencies are put into the folder of a chart. */
  private Path example() throws Exception {
    Path source = SourceTree.root().resolve("deploy/helm");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve("charts").resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    Path example = folder.resolve("charts/example");
    succeed(helm4, "dependency", "build", example.toString());
    return example;
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
    assertThat(run(helm, arguments)).as("%s", errors()).isZero();
    return output();
  }

  private int run(Path helm, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(helm.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile());
    for (String home : List.of("HELM_DATA_HOME", "HELM_CONFIG_HOME", "HELM_CACHE_HOME")) {
      builder.environment().put(home, folder.resolve(home).toString());
    }
    builder.environment().put("LEASEHOLD_CACHE", "none");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }

  private static String leasehold(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter report = new StringWriter();
    byte[] in = input.getBytes(StandardCharsets.UTF_8);
    int status =
        Main.run(new ByteArrayInputStream(in), out, new PrintWriter(report, true), arguments);
    assertThat(status).as("%s", report).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int occurrences(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  private static JsonNode spec(String text) {
    return models(text).get(0).at("/spec/template/spec");
  }

  private static List<JsonNode> models(String text) {
    List<JsonNode> models = new ArrayList<>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(text)
        .forEach(each -> models.add(new ObjectMapper().valueToTree(each)));
    return models;
  }

  private static List<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    return items;
  }
}
