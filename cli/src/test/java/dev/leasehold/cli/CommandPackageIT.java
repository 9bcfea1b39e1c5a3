// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The content of the command's package, and its use as a plugin. */
class CommandPackageIT {

  private static final Path PACKAGE = Path.of("target", "leasehold").toAbsolutePath();
  private static final long LARGEST = 25_000_000;

  @Test
  void reachesAClusterWithTheJdksOwnClient() throws IOException {
    try (Stream<Path> jars = Files.list(PACKAGE.resolve("lib"))) {
      List<Path> all = jars.toList();
      assertThat(all)
          .extracting(jar -> String.valueOf(jar.getFileName()))
          .contains("io.fabric8.kubernetes-httpclient-jdk.jar")
          .noneMatch(
              name -> name.matches(".*(netty|vertx|okhttp|jetty|kubernetes-httpclient-[^j]).*"));
      assertThat(all.stream().mapToLong(jar -> jar.toFile().length()).sum()).isLessThan(LARGEST);
    }
  }

  @Test
  void kubectlRunsItAsAPlugin(@TempDir Path folder) {
    String kubernetes = ServerBuild.directory("kubernetes").resolve("kubernetes").toString();
    String path = PACKAGE.resolve("bin") + ":" + System.getenv("PATH");
    String java = "JAVA_HOME=" + System.getProperty("java.home");
    String cache = "LEASEHOLD_CACHE=" + folder.resolve("cache");
    assertThat(
            Command.run(
                folder,
                List.of(
                    "env",
                    "PATH=" + path,
                    java,
                    cache,
                    kubernetes,
                    "kubectl",
                    "leasehold",
                    "--version")))
        .startsWith("leasehold ");
  }
}
