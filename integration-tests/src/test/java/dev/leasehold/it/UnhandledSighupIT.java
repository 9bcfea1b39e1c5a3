// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * JVMs whose SIGHUP is left alone. One line says why at the level that is the default, and the
 * signal has the same effect as without the agent. No server is needed.
 */
class UnhandledSighupIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** SIGHUP's number, and 128 for an end by a signal. */
  private static final int HUNG_UP = 129;

  private static final String NOT_HEARD =
      ", so Leasehold does not listen to SIGHUP (leasehold.sighup)";

  private static String credential = "";

  /** Made before there are several threads, as {@link FileSourceIT} says. */
  private static Path inSession;

  private static Path underNohup;
  private static Path onTerminal;

  @BeforeAll
  static void prepare() throws IOException {
    Path file = Jars.scratch("volume").resolve("db");
    credential = "file:" + Files.writeString(file, "username=u\npassword=p\n");
    inSession = Commands.javaHome("setsid", "");
    underNohup = Commands.javaHome("setsid", "nohup");
    onTerminal = Commands.javaHomeOnTerminal();
  }

  @Test
  void ofAProcessThatIgnoresIt() {
    try (Application application = start(underNohup)) {
      awaitReason(application.errors(), "this process ignores SIGHUP, as nohup has it do");
      hangUp(application.handle());
      application.endInput();
      assertThat(application.awaitExit(BOUND)).isZero();
    }
  }

  /** When the terminal is closed, the program in it has to end. */
  @Test
  void ofAProcessWithAControllingTerminal() {
    try (Application terminal = start(onTerminal)) {
      awaitReason(
          terminal.output(),
          "this process has a controlling terminal, and SIGHUP tells that the terminal is gone");
      ProcessHandle jvm =
          terminal
              .handle()
              .descendants()
              .filter(process -> process.info().command().orElse("").endsWith("/java"))
              .findAny()
              .orElseThrow();
      terminal.kill();
      try {
        Eventually.holds("the JVM has ended", BOUND, () -> !jvm.isAlive());
      } finally {
        jvm.destroyForcibly();
      }
    }
  }

  @Test
  void ofAJvmThatLeavesSignalsAlone() {
    try (Application application = start(inSession, "-Xrs")) {
      awaitReason(application.errors(), "this JVM was started with -Xrs, or SIGHUP is taken (");
      hangUp(application.handle());
      assertThat(application.awaitExit(BOUND)).isEqualTo(HUNG_UP);
    }
  }

  /** As in an image of {@code jlink} with these modules. */
  @Test
  void ofAJvmWithoutTheClassesForSignals() {
    String modules = "--limit-modules=java.instrument,java.sql,java.naming";
    try (Application application = start(inSession, modules)) {
      awaitReason(application.errors(), "this JVM has no module jdk.unsupported (java.lang.Class");
      hangUp(application.handle());
      assertThat(application.awaitExit(BOUND)).isEqualTo(HUNG_UP);
    }
  }

  private static void awaitReason(Lines log, String reason) {
    log.await(
        0,
        line -> line.contains(" INFO ") && line.contains(reason) && line.contains(NOT_HEARD),
        BOUND);
    assertThat(log.count(line -> line.contains("SIGHUP"))).as("lines on it").isEqualTo(1);
  }

  private static void hangUp(ProcessHandle process) {
    assertThat(Commands.run("kill", "-HUP", Long.toString(process.pid()))).isZero();
  }

  private static Application start(Path javaHome, String... options) {
    List<String> command = new ArrayList<>(List.of(options));
    command.addAll(SmallProgram.command("list"));
    return Application.start(
        Map.of("JAVA_HOME", javaHome.toString(), "LEASEHOLD_CREDS", credential), command);
  }
}
