// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code JAVA_TOOL_OPTIONS} reaches the JDK's own tools: they are to run as if we were not there.
 */
class JdkToolsIT {

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("java", "-version"),
          List.of("java", "--list-modules"),
          List.of("javac", "-version"),
          List.of("keytool", "-help"),
          List.of("jar", "--version"),
          List.of("jps", "-help"),
          List.of("jshell", "--version"));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  static List<Arguments> toolsOfEachJdk() throws IOException {
    List<Arguments> all = new ArrayList<>();
    for (Path home : Jdks.all()) {
      for (List<String> command : COMMANDS) {
        all.add(Arguments.of(home, command));
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("toolsOfEachJdk")
  void runAsIfTheAgentWereNotThere(Path home, List<String> command) throws Exception {
    run(ForkedJvm.of(home), command); // A tool may write preferences in a new home, and say so.
    Outcome without = run(ForkedJvm.of(home), command);
    Outcome with = run(configured(home), command);

    assertThat(with.out()).isEqualTo(without.out());
    assertThat(with.ownErr()).isEqualTo(without.err());
    assertThat(with.exitCode()).isEqualTo(without.exitCode());
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void listJvmsAsIfTheAgentWereNotThere(Path home) throws Exception {
    Outcome outcome = configured(home).run("jps", "-q");

    assertThat(outcome.out().lines())
        .contains(String.valueOf(ProcessHandle.current().pid()))
        .allMatch(line -> line.matches("\\d+"));
    assertThat(outcome.ownErr()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void compileAsIfTheAgentWereNotThere(Path home) throws Exception {
    Path source = folder.resolve("Application.java");
    Files.writeString(source, "class Application { int broken = \"\"; }");

    Outcome without = ForkedJvm.of(home).run("javac", source.toString());
    Outcome with = configured(home).run("javac", source.toString());

    assertThat(with.ownErr()).contains("incompatible types").isEqualTo(without.err());
    assertThat(with.exitCode()).isEqualTo(without.exitCode()).isNotZero();
  }

  private static Outcome run(ForkedJvm jvm, List<String> command) throws Exception {
    String[] arguments = command.subList(1, command.size()).toArray(String[]::new);
    return jvm.run(command.get(0), arguments);
  }

  private static ForkedJvm configured(Path home) {
    return ForkedJvm.of(home)
        .withAgent()
        .withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
