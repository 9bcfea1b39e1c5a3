// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.leasehold.config.Signal;
import dev.leasehold.sidecar.signal.SignalPreflight.Result;
import dev.leasehold.sidecar.signal.SignalPreflight.SignalVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running program, and its pid file of one time or another by clocks that were set. */
class PidFileTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  private final Programs programs = new Programs();
  private final Path path;
  private BootTime clock = BootTime.now();
  private Process program;

  PidFileTest(@TempDir Path directory) throws IOException {
    this.path = directory.resolve("app.pid");
    this.program = programs.withoutHandler();
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(path, program.pid() + "\n");
  }

  @AfterEach
  void endPrograms() {
    programs.close();
  }

  @Test
  void aProcessThatStartedAfterItsFileIsNotFound() throws Exception {
    writtenAfterTheStart(TWO_MINUTES.negated());
    assertThat(pidFile().find()).isEmpty();
  }

  /** Also where the time of one of the two would be right by another clock. */
  @Test
  void aProcessThatStartedAfterItsFileIsNotFoundThoughTheClockIsSetForward() throws Exception {
    writtenAfterTheStart(TWO_MINUTES.negated());
    PidFile file = pidFile();
    setClock(HOUR);
    assertThat(file.find()).isEmpty();
  }

  /** The file was written before, so the clock as it was is right. */
  @Test
  void aProcessIsFoundThoughTheClockIsSetForwardOnceItsFileIsThere() throws Exception {
    writtenAfterTheStart(Duration.ZERO);
    PidFile file = pidFile();
    setClock(HOUR);
    assertThat(file.find()).extracting(TargetProcess::pid).containsExactly(program.pid());
  }

  /** The file was written afterwards, so the clock as it is is right. */
  @Test
  void aProcessIsFoundThoughTheClockWasSetBackBeforeItsFileWasWritten() throws Exception {
    PidFile file = pidFile();
    setClock(HOUR.negated());
    writtenAfterTheStart(Duration.ZERO);
    assertThat(file.find()).extracting(TargetProcess::pid).containsExactly(program.pid());
  }

  /** Nobody knows any more how the clock was set before the sidecar's start. */
  @Test
  void aProcessThatSeemsToHaveStartedAfterItsFileIsNamed() throws Exception {
    writtenAfterTheStart(TWO_MINUTES.negated());
    Result result = new SignalPreflight().check(SignalTarget.pidFile(path), Signal.HUP).get(0);
    assertThat(result)
        .isEqualTo(
            new Result(
                SignalVerdict.NOT_FOUND,
                "sleep (process "
                    + program.pid()
                    + ") started after the pid file "
                    + path
                    + " was written, so another process wrote it. Where the clock was set since,"
                    + " restart the program, or have it write the file anew"));
  }

  @Test
  void theStartOfTheMachineIsByTheClockAsItIs() {
    TargetProcess self = ProcessTable.at(ProcessHandle.current().pid()).orElseThrow();
    long started = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    assertThat(clock.startOf(self)).isCloseTo(started, within(2_000L));
  }

  private PidFile pidFile() {
    return new PidFile(path, () -> clock);
  }

  private void setClock(Duration forward) {
    clock = new BootTime(clock.epochMillis() + forward.toMillis());
  }

  /** Gives the file a time by the clock as it is. */
  private void writtenAfterTheStart(Duration after) throws IOException {
    long start = clock.startOf(ProcessTable.at(program.pid()).orElseThrow());
    Files.setLastModifiedTime(path, FileTime.fromMillis(start + after.toMillis()));
  }
}
