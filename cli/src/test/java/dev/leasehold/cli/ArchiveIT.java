// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.process.Command;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive with a Java run-time, made by the script that the build runs. */
class ArchiveIT {

  private static final Path BUILD = Path.of("src", "build", "archive").toAbsolutePath();
  private static final Path PACKAGE = Path.of("target", "leasehold").toAbsolutePath();

  private final Path folder;

  ArchiveIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void runsWithoutAJavaOfTheMachine() {
    Path archive = build();
    assertThat(archive.getFileName())
        .asString()
        .matches("leasehold-1[.]2[.]3-[a-z]+-[a-z0-9]+[.]tar[.]gz");
    Command.runAloud(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
    Path home = folder.resolve("leasehold-1.2.3");
    assertThat(home.resolve("completion/leasehold")).content().contains("complete -F");
    assertThat(home.resolve("plugin.yaml")).exists();
    for (String program : List.of("leasehold", "kubectl-leasehold", "leasehold")) {
      String script = home.resolve("bin").resolve(program).toString();
      String cache = "LEASEHOLD_CACHE=" + folder.resolve("cache");
      assertThat(
              Command.runAloud(
                  List.of(
                      "env",
                      "-i",
                      "PATH=/usr/bin:/bin",
                      "JAVA_HOME=" + folder,
                      cache,
                      script,
                      "--version")))
          .startsWith("leasehold ");
    }
    assertThat(folder.resolve("cache")).isDirectoryContaining("glob:**.jsa");
  }

  private Path build() {
    Path output = folder.resolve("output");
    String jdk = "ARCHIVE_JDK=" + System.getProperty("java.home");
    return Path.of(
        Command.runAloud(
            List.of("env", jdk, BUILD.toString(), PACKAGE.toString(), output.toString(), "1.2.3")));
  }
}
