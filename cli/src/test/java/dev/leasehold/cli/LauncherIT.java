// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is packaged, started by its script. */
class LauncherIT {

  private static final Path SCRIPT =
      Path.of("target", "leasehold", "bin", "leasehold").toAbsolutePath();
  private static final Path POD = Path.of("src", "test", "resources", "manifests", "pod.yaml");

  private final Path folder;

  LauncherIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void startsThroughALinkAndKeepsAnArchiveOfClasses() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("kubectl-leasehold"), SCRIPT);
    for (int start = 0; start < 2; start++) {
      assertThat(run(link, "inject")).isZero();
      assertThat(output()).isEqualTo(Files.readString(POD));
      try (Stream<Path> archives = Files.list(folder.resolve("cache"))) {
        assertThat(archives.map(Path::toString)).hasSize(1).allMatch(each -> each.endsWith(".jsa"));
      }
    }
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    assertThat(run(SCRIPT, "inject", "--no-such-option")).isEqualTo(2);
    assertThat(run(SCRIPT, "inject", "--no-such-option")).isEqualTo(2);
    assertThat(run(SCRIPT, "inject", "no-such-file.yaml")).isEqualTo(66);
  }

  @Test
  void isAPluginOfKubectl() throws Exception {
    assertThat(run(SCRIPT.resolveSibling("kubectl-leasehold"), "inject", "--help")).isZero();
    assertThat(output()).contains("--cluster");
  }

  @Test
  void aStartWithoutAClusterLoadsNoClassOfKubernetesClient() throws Exception {
    Path classes = folder.resolve("classes");
    assertThat(runJar("-Xlog:class+load:file=" + classes, "inject")).isZero();
    assertThat(Files.readString(classes))
        .contains("dev.leasehold.cli.inject.Injector ")
        .doesNotContain("io.fabric8", "org.slf4j");
  }

  @Test
  void injectsTenThousandDocumentsOfTwentyMegabytesInTheMemoryThatItHas() throws Exception {
    StringBuilder pod = new StringBuilder("---\nkind: Pod\napiVersion: v1\nmetadata: {name: p}\n");
    pod.append("spec:\n  containers:\n  - name: p\n    image: p:1\n    env:\n");
    for (int i = 10; i < 50; i++) {
      pod.append("    - name: VARIABLE_")
          .append(i)
          .append("\n      value: some-value-that-is-set\n");
    }
    Path pods = folder.resolve("pods.yaml");
    Files.writeString(pods, pod.toString().repeat(10_000));
    assertThat(Files.size(pods)).isGreaterThan(20_000_000);
    assertThat(
            run(
                SCRIPT,
                "inject",
                "--agent-image=a:1",
                "--vault-addr=https://vault:8200",
                "--creds=database/creds/orders",
                "--role=orders",
                "--report=" + folder.resolve("report"),
                pods.toString()))
        .isZero();
    try (Stream<String> lines = Files.lines(folder.resolve("report"))) {
      assertThat(lines.filter(line -> line.contains(": injected ("))).hasSize(10_000);
    }
    Path injected = Files.move(folder.resolve("output"), folder.resolve("injected.yaml"));
    assertThat(Files.size(injected)).isGreaterThan(Files.size(pods));
    assertThat(run(SCRIPT, "inject", "--undo", injected.toString())).isZero();
    assertThat(Files.mismatch(folder.resolve("output"), pods)).isEqualTo(-1);
    assertThat(runJar("-Xmx16m", "inject", pods.toString())).isEqualTo(65);
    assertThat(output()).isEmpty();
  }

  @Test
  void asksClustersWithTheJdksOwnClient() throws Exception {
    try (Stream<Path> jars = Files.list(SCRIPT.resolve("../../lib").normalize())) {
      assertThat(jars.map(jar -> String.valueOf(jar.getFileName())).toList())
          .anyMatch(name -> name.contains("kubernetes-httpclient-jdk"))
          .noneMatch(name -> name.contains("vertx") || name.contains("netty"));
    }
  }

  @Test
  void knowsItsVersion() throws Exception {
    assertThat(run(SCRIPT, "--version")).isZero();
    assertThat(output()).matches("leasehold \\d+\\.\\d+\\.\\d+.*\\n");
  }

  /** Runs the jar itself, without the script's additions. */
  private int runJar(String option, String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(option, "-jar"));
    all.add(SCRIPT.resolve("../../lib/leasehold-cli.jar").normalize().toString());
    all.addAll(List.of(arguments));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return run(java, all.toArray(String[]::new));
  }

  private int run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(POD.toFile())
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile());
    builder.environment().put("LEASEHOLD_CACHE", folder.resolve("cache").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }
}
