// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.ServerBuild;
import dev.leasehold.testbed.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the package of the command, and what a start of it costs. */
class CommandPackageIT {

  private static final Path PACKAGE = Path.of("target", "leasehold").toAbsolutePath();
  private static final Path POD =
      Path.of("src", "test", "resources", "manifests", "pod.yaml").toAbsolutePath();

  private static final int STARTS = 5;
  private static final Duration LONGEST = Duration.ofMillis(400);

  /** What a start may take on a machine with other work. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private static final long LARGEST = 25_000_000;

  /** A time as the shell's {@code times} prints it. */
  private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+\\.\\d+)s");

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

  /**
   * It answers within this time where a processor is free. The time of processors is taken, as they
   * may have other work; a lax bound on the time that passes shows that it waits for nothing.
   */
  @Test
  void injectsOneManifestWithin400Milliseconds(@TempDir Path folder) {
    Start first = start(folder);
    List<Start> later = IntStream.range(0, STARTS).mapToObj(start -> start(folder)).toList();
    System.out.println("leasehold inject: " + first + ", then " + later);
    assertThat(later).extracting(Start::worked).anyMatch(time -> time.compareTo(LONGEST) < 0);
    assertThat(later).extracting(Start::passed).anyMatch(time -> time.compareTo(LONGEST_WAIT) < 0);
  }

  /** How long processors worked for a start, and how much time passed. */
  private record Start(Duration worked, Duration passed) {}

  private static Start start(Path folder) {
    long begin = System.nanoTime();
    Duration worked = worked(folder);
    return new Start(worked, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Runs the command, and returns how long processors worked for it. */
  private static Duration worked(Path folder) {
    String script =
        "\"$0\" inject --agent-image=a:1 --vault-addr=https://v --creds=a/b --role=r <\"$1\""
            + " >\"$2/output\" 2>\"$2/report\" && times";
    String command = PACKAGE.resolve("bin/leasehold").toString();
    String times =
        Command.run(
            folder,
            List.of(
                "env",
                "LEASEHOLD_CACHE=" + folder.resolve("cache"),
                "JAVA_HOME=" + System.getProperty("java.home"),
                "sh",
                "-c",
                script,
                command,
                POD.toString(),
                folder.toString()));
    assertThat(folder.resolve("report")).content().contains(": injected (");
    return TIME.matcher(times)
        .results()
        .map(CommandPackageIT::duration)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration duration(MatchResult time) {
    long millis = Math.round(Double.parseDouble(time.group(2)) * 1000);
    return Duration.ofMinutes(Long.parseLong(time.group(1))).plusMillis(millis);
  }
}
