// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.ServerBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs other programs in a folder, with the packaged command and kustomize on {@code PATH}. The
 * folder also has the files that Helm keeps. For one thread.
 */
final class ToolRun {

  private static final Path BIN = Path.of("target", "leasehold", "bin").toAbsolutePath();

  private final Path folder;

  ToolRun(Path folder) {
    this.folder = folder;
  }

  /** Runs the program, and returns its output. */
  String succeed(List<String> command) throws IOException, InterruptedException {
    assertThat(run(folder, command)).as(() -> errors()).isZero();
    return output();
  }

  /** Runs the program in the directory, and returns its exit status. */
  int run(Path directory, List<String> command) throws IOException, InterruptedException {
    List<String> found = new ArrayList<>(List.of("env")); // Which looks on the PATH given here.
    found.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(found)
            .directory(directory.toFile())
            .redirectOutput(folder.resolve("output").toFile())
            .redirectError(folder.resolve("errors").toFile());
    for (String home : List.of("HELM_DATA_HOME", "HELM_CONFIG_HOME", "HELM_CACHE_HOME")) {
      builder.environment().put(home, folder.resolve(home).toString());
    }
    List<String> path = new ArrayList<>(List.of(BIN.toString()));
    path.add(ServerBuild.directory("kustomize").toString());
    path.add(System.getenv("PATH"));
    builder.environment().put("PATH", String.join(":", path));
    builder.environment().put("LEASEHOLD_CACHE", "none");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
