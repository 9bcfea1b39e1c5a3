// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.leasehold.config.Settings;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent's effects on an application that starts. */
class StartIT {

  /** The bytes that a pipe of Linux holds: pipe(7). */
  private static final int PIPE = 65_536;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void addsOneLineWhereItIsNotConfigured(Path home) throws Exception {
    Outcome outcome = ForkedJvm.of(home).withAgent().run(Greeting.class);

    assertThat(outcome.out()).isEqualTo(Greeting.TEXT);
    assertThat(outcome.ownErr())
        .hasLineCount(1)
        .contains(Settings.NOT_CONFIGURED)
        .contains("(Leasehold " + AgentJar.version() + " in ");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void saysTheSameWhereOnlyAFileIsGivenThatIsEmpty() throws Exception {
    Path file = Files.createFile(folder.resolve("leasehold.properties"));

    Outcome outcome =
        ForkedJvm.plain()
            .withAgent()
            .withEnvironment("LEASEHOLD_CONFIG", file.toString())
            .run(Greeting.class);

    assertThat(outcome.ownErr()).hasLineCount(1).contains(Settings.NOT_CONFIGURED);
  }

  @Test
  void saysNothingWhereItIsTurnedOff() throws Exception {
    Outcome outcome = configured().withEnvironment("LEASEHOLD_MODE", "off").run(Greeting.class);

    assertThat(outcome.out()).isEqualTo(Greeting.TEXT);
    assertThat(outcome.ownErr()).isEmpty();
  }

  /** The JVM warns on standard output about class sharing, and from 24 on about Unsafe and more. */
  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void makesNoJvmWarn(Path home) throws Exception {
    Outcome outcome = configured(ForkedJvm.of(home).withAgent()).run(Started.class);

    assertThat(outcome.out()).isEqualTo(Greeting.TEXT);
    assertThat(outcome.ownErr().lines())
        .allMatch(line -> line.contains(" [leasehold] "))
        .first(STRING)
        .contains("(Leasehold " + AgentJar.version() + " in ");
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void makesNoJvmWarnUnderTheNameThatARepositoryGivesIt(Path home) throws Exception {
    String name = "leasehold-agent-" + AgentJar.version() + ".jar";
    Path downloaded = Files.copy(AgentJar.path(), folder.resolve(name));

    Outcome outcome =
        configured(ForkedJvm.of(home).withOption("-javaagent:" + downloaded)).run(Started.class);

    assertThat(outcome.out()).isEqualTo(Greeting.TEXT);
    assertThat(outcome.ownErr().lines()).allMatch(line -> line.contains(" [leasehold] "));
  }

  @Test
  void runsOnceWhereItIsAttachedTwice() throws Exception {
    Outcome outcome = configured().withAgent().run(Started.class);

    assertThat(outcome.ownErr()).containsOnlyOnce("already runs in this JVM");
    assertThat(outcome.ownErr().lines().filter(line -> line.contains("started with"))).hasSize(1);
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void worksUnderAnotherNameToo() throws Exception {
    Path renamed = Files.copy(AgentJar.path(), folder.resolve("other name.jar"));

    Outcome outcome =
        configured(ForkedJvm.plain().withOption("\"-javaagent:" + renamed + "\""))
            .run(Started.class);

    assertThat(outcome.out()).endsWith(Greeting.TEXT);
    assertThat(outcome.err()).contains("started with");
  }

  @Test
  void endsTheJvmBeforeMainWhereABadConfigurationIsToFailFast() throws Exception {
    Outcome outcome =
        configured()
            .withEnvironment("LEASEHOLD_FAIL_FAST", "true")
            .withEnvironment("LEASEHOLD_MARGIN", "5")
            .run(Greeting.class);

    assertThat(outcome.exitCode()).isEqualTo(78);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("the configuration is wrong: LEASEHOLD_MARGIN");
  }

  @Test
  void endsTheJvmWhereOnlyThePropertiesFileSaysSo() throws Exception {
    Path file = folder.resolve("leasehold.properties");
    Files.writeString(file, "leasehold.fail-fast=true\nleasehold.margin=5\n");

    Outcome outcome =
        configured().withEnvironment("LEASEHOLD_CONFIG", file.toString()).run(Greeting.class);

    assertThat(outcome.exitCode()).isEqualTo(78);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void letsTheApplicationStartWithABadConfigurationOtherwise() throws Exception {
    Outcome outcome = configured().withEnvironment("LEASEHOLD_MARGIN", "5").run(Started.class);

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).contains("the configuration is wrong: LEASEHOLD_MARGIN");
  }

  @Test
  void saysInOneLineThatAnImageWithoutJdbcRefusesReactiveDrivers() throws Exception {
    Path image = folder.resolve("image");
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    List<String> command =
        List.of(jlink.toString(), "--add-modules", "java.instrument", "--output", image.toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();

    Outcome outcome =
        ForkedJvm.of(image)
            .withAgent()
            .withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
            .run(Greeting.class);

    assertThat(outcome.ownErr().lines()).hasSize(1);
    assertThat(outcome.ownErr()).contains("no module java.sql").contains("are refused");
    assertThat(outcome.exitCode()).isZero();
  }

  /** The JVM itself would write of JAVA_TOOL_OPTIONS, and wait. */
  @Test
  void servesAndEndsThoughNobodyReadsItsStandardError() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (RandomAccessFile unread = new RandomAccessFile(pipe.toFile(), "rw")) {
      unread.write(new byte[PIPE]); // It is full now, and stays so.
      Process process =
          configured(ForkedJvm.plain())
              .withEnvironment("LEASEHOLD_LOG_LEVEL", "debug")
              .withEnvironment("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "250ms")
              .start(
                  ProcessBuilder.Redirect.to(pipe.toFile()),
                  "-javaagent:" + AgentJar.path(),
                  Connecting.class,
                  "jdbc:postgresql://127.0.0.1:1/app");
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the JVM ends").isTrue();
        assertThat(process.inputReader().readLine()).startsWith("28000 Leasehold: binding default");
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void aBrokenJarKeepsNoApplicationFromStarting() throws Exception {
    Path broken = folder.resolve("broken.jar");
    BrokenJar.withoutIsolatedClasses(AgentJar.path(), broken);

    Outcome outcome =
        configured(ForkedJvm.plain().withOption("-javaagent:" + broken)).run(Greeting.class);

    assertThat(outcome.out()).endsWith(Greeting.TEXT);
    assertThat(outcome.err()).contains("could not start", "are refused until the JVM is restarted");
    assertThat(outcome.exitCode()).isZero();
  }

  private static ForkedJvm configured() {
    return configured(ForkedJvm.plain().withAgent());
  }

  private static ForkedJvm configured(ForkedJvm jvm) {
    return jvm.withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
        .withEnvironment("LEASEHOLD_AUTH_ROLE", "orders")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
