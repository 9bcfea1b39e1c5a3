// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.sql.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A new credential on its way to a program that reads a file. */
class DeliveryIT extends SidecarBed {

  private static final int ROTATIONS = 10;

  /** Half-way the program is started again, as its container may be. */
  @Test
  void replacesTheFileInOneStepAndSignalsTheProgramEachTime() throws Exception {
    Path heard = Files.createFile(volume.resolve("heard"));
    Process program = listener();
    environment.put("LEASEHOLD_SIGNAL", "HUP");
    environment.put("LEASEHOLD_SIGNAL_COMMAND_LINE", "trap 'cat default.* >> heard' HUP");
    try (LoopingReader reader = new LoopingReader(file())) {
      SidecarProcess sidecar = start("run").says("SIGHUP was sent to sh");
      for (int generation = 2; generation <= ROTATIONS; generation++) {
        if (generation == ROTATIONS / 2) {
          program.destroyForcibly().waitFor();
          program = listener();
        }
        sidecar.signal("HUP").says("has the credential of generation " + generation);
        connect(login(content()));
        String user = user();
        SidecarProcess.eventually(
            "the program has read it", () -> read(heard).contains("username=" + user));
        SidecarProcess.eventually("the role before is gone", () -> roles().equals(List.of(user)));
      }
      assertThat(reader.faults).isEmpty();
      assertThat(reader.whole.get()).isGreaterThan(ROTATIONS);
      assertThat(program.isAlive()).isTrue();
      sidecar.signal("TERM").end();
      assertThat(roles()).isEmpty();
    } finally {
      program.destroyForcibly();
    }
  }

  /** Starts a program that reads the file at a signal, and waits until it would. */
  private Process listener() throws IOException {
    Path pid = volume.resolve("pid");
    Files.deleteIfExists(pid);
    String script =
        "trap 'cat default.properties >> heard' HUP; echo $$ > pid; while :; do sleep 0.05; done";
    Process program = program("sh", "-c", script);
    SidecarProcess.eventually("the program", () -> Files.exists(pid));
    return program;
  }

  @Test
  void keepsTheLeaseBeforeUntilTheReloadIsAcknowledged() throws Exception {
    Path gate = volume.resolve("gate");
    environment.remove("LEASEHOLD_DRAIN_AFTER");
    environment.put("LEASEHOLD_LOG_LEVEL", "debug");
    environment.put("LEASEHOLD_RELOAD_COMMAND", "test -e " + gate);
    SidecarProcess sidecar = start("run").says("not acknowledged");
    String delivered = "has the credential of generation 2";
    sidecar.signal("HUP").says(delivered);
    SidecarProcess.eventually(
        "all tries fail", () -> count(sidecar.output(), delivered, "ended with status 1") == 3);
    assertThat(roles()).hasSize(2);
    assertThat(sidecar.output()).contains("default: SIGHUP asks for a new credential\n");
    sidecar
        .signal("HUP")
        .says("SIGHUP asks for a new credential. It is fetched once the previous lease is revoked");

    Files.createFile(gate);
    sidecar.says("test acknowledged the change");
    SidecarProcess.eventually("the one before is gone", () -> roles().equals(List.of(user())));
    sidecar.signal("TERM").end();
  }

  @Test
  void callsTheProgramUntilItAcknowledgesAndKeepsTheLeaseBeforeMeanwhile() throws Exception {
    environment.put("LEASEHOLD_DRAIN_AFTER", "10ms");
    environment.put("LEASEHOLD_RELOAD_TIMEOUT", "4s");
    try (ReloadingProgram program = new ReloadingProgram(() -> user() + " " + roles().size())) {
      environment.put("LEASEHOLD_RELOAD_URL", program.address());
      SidecarProcess sidecar = start("run").says("/reload acknowledged the change");
      String first = user();
      sidecar.signal("HUP");
      SidecarProcess.eventually("three more calls", () -> program.calls.size() == 4);
      SidecarProcess.eventually("the role before is gone", () -> roles().equals(List.of(user())));
      String second = user();
      assertThat(second).isNotEqualTo(first);
      String whileBothLive = "POST " + second + " 2";
      assertThat(program.calls)
          .containsExactly("POST " + first + " 1", whileBothLive, whileBothLive, whileBothLive);
      assertThat(sidecar.signal("TERM").end()).isZero();
    }
  }

  @Test
  void keepsTheLeaseBeforeWhileTheFileCannotBeWritten() throws Exception {
    SidecarProcess sidecar = start("run").says("has the credential of generation 1");
    String user = user();
    Files.delete(file());
    Files.createDirectory(file());
    sidecar.signal("HUP").says("was not written, and Leasehold tries again each second");
    sidecar.says("as a directory is in its place");
    assertThat(roles()).hasSize(2).contains(user);

    Files.delete(file());
    sidecar.says("has the credential of generation 2");
    connect(login(content()));
    SidecarProcess.eventually("one role is left", () -> roles().equals(List.of(user())));
    sidecar.signal("TERM").end();
  }

  @Test
  void leavesAProgramAloneThatTheSignalWouldEnd() throws Exception {
    Process program = program("sleep", "3600");
    Path pid = Files.writeString(volume.resolve("pid"), program.pid() + "\n");
    environment.put("LEASEHOLD_SIGNAL", "HUP");
    environment.put("LEASEHOLD_SIGNAL_PID_FILE", pid.toString());
    SidecarProcess sidecar = start("run").says("has no handler for SIGHUP, which would end it");
    assertThat(program.isAlive()).isTrue();
    sidecar.signal("TERM").end();
    program.destroyForcibly();
  }

  /** The program that wrote the file has ended, and the kernel has given its number away. */
  @Test
  void signalsNoProcessThatGotTheNumberInThePidFile() throws Exception {
    Process program = listener();
    try {
      Path pid = volume.resolve("pid");
      Files.setLastModifiedTime(pid, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
      environment.put("LEASEHOLD_SIGNAL", "HUP");
      environment.put("LEASEHOLD_SIGNAL_PID_FILE", pid.toString());
      SidecarProcess sidecar = start("run").says("started after the pid file " + pid);
      String user = user();
      sidecar.signal("HUP").says("not told of generation 2, so the previous lease is kept");
      assertThat(roles()).hasSize(2).contains(user);
      assertThat(sidecar.output()).doesNotContain("SIGHUP was sent");

      Files.setLastModifiedTime(pid, FileTime.from(Instant.now())); // It is written anew.
      sidecar.says("SIGHUP was sent to sh");
      SidecarProcess.eventually("the role before is gone", () -> roles().equals(List.of(user())));
      assertThat(sidecar.signal("TERM").end()).isZero();
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void leavesAWholeFileWheneverItIsKilled() throws Exception {
    environment.put("LEASEHOLD_REHEARSE", "1s");
    environment.put("LEASEHOLD_MARGIN", "500ms");
    environment.put("LEASEHOLD_DRAIN_AFTER", "100ms");
    for (int kill = 0; kill < 6; kill++) {
      SidecarProcess sidecar = start("run").says("generation 1 is current");
      sidecar.says("generation 2 is current");
      pause(kill * 7);
      sidecar.kill();
      Login login = login(content());
      connect(login);
    }
    environment.remove("LEASEHOLD_REHEARSE");
    SidecarProcess last = start("run").says("generation 1 is current");
    SidecarProcess.eventually("one role is left", () -> roles().equals(List.of(user())));
    assertThat(last.signal("TERM").end()).isZero();
    SidecarProcess.eventually("no role is left", () -> roles().isEmpty());
    try (var left = Files.list(volume)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsOnly(".leasehold.lock");
    }
  }

  @Test
  void keepsSeveralBindingsApart() throws Exception {
    environment.remove("LEASEHOLD_CREDS");
    environment.put("LEASEHOLD_BINDINGS", "one,two");
    environment.put("LEASEHOLD_ONE_CREDS", "database/creds/orders");
    environment.put("LEASEHOLD_TWO_CREDS", "database/creds/orders");
    environment.put("LEASEHOLD_TWO_FILE_FORMAT", "env");
    environment.put("LEASEHOLD_TWO_FILE_USERNAME_AS", "PGUSER");
    environment.put("LEASEHOLD_TWO_FILE_PASSWORD_AS", "PGPASSWORD");
    environment.put("LEASEHOLD_TWO_FILE_AT_END", "empty");
    Path told = Files.createDirectory(volume.resolve("told"));
    environment.put("LEASEHOLD_ONE_RELOAD_COMMAND", "touch " + told.resolve("one"));
    environment.put("LEASEHOLD_TWO_RELOAD_COMMAND", "touch " + told.resolve("two"));
    SidecarProcess sidecar = start("run");
    sidecar.says("one: file one.properties has").says("two: file two.env has");
    assertThat(read(volume.resolve("one.properties"))).contains("username=");
    assertThat(read(volume.resolve("two.env"))).contains("PGUSER=").contains("PGPASSWORD=");
    assertThat(roles()).hasSize(2);
    SidecarProcess.eventually(
        "both programs are told",
        () -> Files.exists(told.resolve("one")) && Files.exists(told.resolve("two")));
    assertThat(sidecar.signal("TERM").end()).isZero();
    assertThat(roles()).isEmpty();
    assertThat(volume.resolve("one.properties")).doesNotExist();
    assertThat(volume.resolve("two.env")).isEmptyFile();
  }

  /** Counts a text in the output after another text. */
  private static int count(String output, String after, String text) {
    String rest = output.substring(output.indexOf(after));
    return rest.split(Pattern.quote(text), -1).length - 1;
  }

  private static void pause(int millis) throws InterruptedException {
    boolean ignored = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the file again and again, as a program that looks at it at each connect. */
  private static final class LoopingReader implements AutoCloseable {

    final List<String> faults = new ArrayList<>();
    final AtomicInteger whole = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    LoopingReader(Path file) {
      this.thread =
          new Thread(
              () -> {
                while (!closed.get()) {
                  look(file);
                }
              });
      thread.start();
    }

    private void look(Path file) {
      try {
        String text = Files.readString(file);
        Login login = login(text.getBytes(StandardCharsets.UTF_8));
        if (login.user().isEmpty() || login.password().isEmpty() || !text.endsWith("\n")) {
          faults.add("a part of a file of " + text.length() + " characters");
        } else {
          whole.incrementAndGet();
        }
      } catch (NoSuchFileException notYet) {
        Thread.onSpinWait();
      } catch (IOException e) {
        faults.add(e.toString());
      }
    }

    @Override
    public void close() throws InterruptedException {
      closed.set(true);
      thread.join(10_000);
    }
  }
}
