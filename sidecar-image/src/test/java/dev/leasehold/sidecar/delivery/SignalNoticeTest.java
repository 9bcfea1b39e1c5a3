// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.Signal;
import dev.leasehold.sidecar.delivery.NoticeResult.NoticeKind;
import dev.leasehold.sidecar.signal.SignalTarget;
import dev.leasehold.sidecar.signal.Signaller;
import dev.leasehold.sidecar.signal.StartTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals to programs that run for the test. */
@Timeout(120)
class SignalNoticeTest {

  private final List<Process> programs = new ArrayList<>();
  private final Path directory;

  SignalNoticeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void endPrograms() {
    for (Process program : programs) {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly();
    }
  }

  @Test
  void aProgramThatIsNotSeenIsNotTold() {
    NoticeResult none = notice(SignalTarget.named("no-such-program")).send(1);
    assertThat(none.kind()).isEqualTo(NoticeKind.UNSEEN);
    assertThat(none.why()).contains("No process matches name no-such-program");
    Path pidFile = directory.resolve("pid");
    NoticeResult missing = notice(SignalTarget.pidFile(pidFile)).send(1);
    assertThat(missing.kind()).isEqualTo(NoticeKind.UNSEEN);
    assertThat(missing.why())
        .isEqualTo(
            "The pid file "
                + pidFile
                + " is not there. Its program writes it when it starts; mount the directory into"
                + " the sidecar's container, too");
  }

  @Test
  void aChildThatHasEndedNeedsNoNotice() throws Exception {
    Process child = start("true");
    child.waitFor();
    assertThat(notice(SignalTarget.child(child)).send(1).isTold()).isTrue();
  }

  @Test
  void aReminderReachesThoseAloneThatWereNotTold() throws Exception {
    String script = "trap 'echo got' HUP; echo ready; while :; do sleep 0.05; done; : notice-test";
    Process told = start("sh", "-c", script);
    BufferedReader output = told.inputReader();
    assertThat(output.readLine()).isEqualTo("ready");
    Process without = startSleep("31537");
    SignalNotice notice =
        notice(SignalTarget.commandLine(Pattern.compile("notice-test$|^sleep 31537$")));

    assertThat(notice.send(1).kind()).isEqualTo(NoticeKind.FAILED);
    assertThat(output.readLine()).isEqualTo("got");
    assertThat(notice.send(1).why()).contains("has no handler for SIGHUP, which would end it");
    without.destroyForcibly().waitFor();
    assertThat(notice.send(1).isTold()).isTrue();
    assertThat(told.isAlive()).isTrue();
    assertThat(told.toHandle().destroyForcibly()).as("its output stays open here").isTrue();
    assertThat(output.readLine()).as("told once").isNull();
  }

  @Test
  void aProgramThatStartedAfterTheChangeIsLeftAlone() throws Exception {
    SignalNotice notice = notice(SignalTarget.commandLine(Pattern.compile("^sleep 31538$")));
    assertThat(notice.send(1).kind()).isEqualTo(NoticeKind.UNSEEN);
    long tick = StartTime.now().ticks();
    while (StartTime.now().ticks() <= tick + 1) {
      Thread.onSpinWait();
    }
    Process later = startSleep("31538");
    assertThat(notice.send(1).isTold()).as("it has no handler, and needs none").isTrue();
    assertThat(notice.send(2).kind())
        .as("the next change is news to it")
        .isEqualTo(NoticeKind.FAILED);
    assertThat(later.isAlive()).isTrue();
  }

  private static SignalNotice notice(SignalTarget target) {
    return new SignalNotice("default", () -> target, Signal.HUP, Signaller.ofThisJvm());
  }

  /** Starts a program without a handler, and returns when it is that program. */
  private Process startSleep(String seconds) throws Exception {
    Process process = start("sleep", seconds);
    SignalTarget itself = SignalTarget.commandLine(Pattern.compile("^sleep " + seconds + "$"));
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (itself.find().isEmpty()) {
      assertThat(System.nanoTime()).as("time of the start of sleep").isLessThan(bound);
      Thread.onSpinWait();
    }
    return process;
  }

  /** The user of the tests may have signals ignored. */
  private Process start(String... command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("env", "--default-signal"));
    whole.addAll(List.of(command));
    Process process = new ProcessBuilder(whole).start();
    programs.add(process);
    return process;
  }
}
