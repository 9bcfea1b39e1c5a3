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
  void knowsItsVersion() throws Exception {
    assertThat(run(SCRIPT, "--version")).isZero();
    assertThat(output()).matches("leasehold \\d+\\.\\d+\\.\\d+.*\\n");
  }

  private int run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(POD.toFile())
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LEASEHOLD_CACHE", folder.resolve("cache").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }
}
