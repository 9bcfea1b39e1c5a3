// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTargetTest {

  private final Programs programs = new Programs();

  private final Path directory;

  SignalTargetTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void endPrograms() {
    programs.close();
  }

  @Test
  void aProcessIsFoundByItsName() throws Exception {
    Process sleep = programs.withoutHandler();
    assertThat(pids(SignalTarget.named("sleep"))).contains(sleep.pid());
    assertThat(pids(SignalTarget.named("sleeper"))).doesNotContain(sleep.pid());
  }

  @Test
  void aProcessWithALongNameIsFoundByThatOfItsProgram() throws Exception {
    Path program = directory.resolve("a-name-of-more-than-15-bytes");
    Files.copy(Path.of("/bin/sleep"), program);
    Process process = programs.start(program.toString(), "300");
    assertThat(pids(SignalTarget.named("a-name-of-more-than-15-bytes")))
        .containsExactly(process.pid());
    assertThat(pids(SignalTarget.named("a-name-of-more-"))).contains(process.pid());
  }

  /** A line of the log is not to move a terminal's cursor, or to look like two. */
  @Test
  void aNameIsShownWithoutControlCharacters() throws Exception {
    String script = "printf 'a\\033[2J\\rb' >/proc/$$/comm; echo ready; read line";
    Process process = programs.start("sh", "-c", script);
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    assertThat(ProcessTable.at(process.pid()).orElseThrow())
        .hasToString("a?[2J?b (process " + process.pid() + ")");
  }

  @Test
  void aProcessIsFoundByItsCommandLine() throws Exception {
    Process process = programs.start("sh", "-c", "read line", "orders-worker", "7");
    assertThat(pids(SignalTarget.commandLine(Pattern.compile("orders-worker \\d$"))))
        .containsExactly(process.pid());
    assertThat(pids(SignalTarget.commandLine(Pattern.compile("^orders-worker")))).isEmpty();
  }

  @Test
  void theSidecarItselfIsNeverFound() throws Exception {
    String own = ProcessHandle.current().info().command().orElseThrow();
    assertThat(pids(SignalTarget.named(Path.of(own).getFileName().toString())))
        .doesNotContain(ProcessHandle.current().pid());
  }

  @Test
  void processOneIsNeverFound() throws Exception {
    SignalTarget init = SignalTarget.named(ProcessTable.at(1).orElseThrow().name());
    assertThat(pids(init)).doesNotContain(1L);
    assertThat(init.leavesInitOut()).isTrue();
  }

  @Test
  void aChildIsFoundWhileItLives() throws Exception {
    Process process = programs.withoutHandler();
    SignalTarget child = SignalTarget.child(process);
    assertThat(pids(child)).containsExactly(process.pid());
    process.destroyForcibly().waitFor();
    assertThat(child.find()).isEmpty();
  }

  @Test
  void aProcessIsFoundByItsPidFile() throws Exception {
    Process process = programs.withoutHandler();
    Path file = Files.writeString(directory.resolve("app.pid"), process.pid() + "\n");
    assertThat(pids(SignalTarget.pidFile(file))).containsExactly(process.pid());
    Files.delete(file);
    assertThat(SignalTarget.pidFile(file).find()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "-1", "12 34", "99999999999"})
  void aPidFileWithSomethingElseIsNamed(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("app.pid"), content);
    assertThatThrownBy(() -> SignalTarget.pidFile(file).find())
        .isInstanceOf(SignalException.class)
        .hasMessage(
            "The pid file " + file + " does not hold the number of a process; name another file");
  }

  @Test
  void aDirectoryInThePidFilesPlaceIsNamed() {
    assertThatThrownBy(() -> SignalTarget.pidFile(directory).find())
        .hasMessage(
            "The pid file "
                + directory
                + " is a directory; name the file in it that holds the number of a process");
  }

  /** A pipe that nobody writes to would be read for ever. */
  @Test
  void aPipeInThePidFilesPlaceIsNamed() throws Exception {
    Path pipe = directory.resolve("app.pid");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> SignalTarget.pidFile(pipe).find())
        .hasMessageStartingWith("The pid file " + pipe + " is no regular file but a pipe");
  }

  @Test
  void aPidFileThatIsLargeIsNamedAndNotRead() throws IOException {
    Path file = Files.write(directory.resolve("app.pid"), new byte[2_000]);
    assertThatThrownBy(() -> SignalTarget.pidFile(file).find())
        .hasMessageStartingWith("The pid file " + file + " is over 1 KiB; ");
  }

  private static List<Long> pids(SignalTarget target) throws SignalException {
    return target.find().stream().map(TargetProcess::pid).toList();
  }
}
