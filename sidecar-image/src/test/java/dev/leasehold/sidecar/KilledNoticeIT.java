// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A sidecar that gets SIGKILL while its program is told of a new credential, or just was. The next
 * sidecar tells the program again, and revokes the lease before only then.
 */
class KilledNoticeIT extends SidecarBed {

  @BeforeEach
  void keepTheLeaseBefore() {
    environment.put("LEASEHOLD_DRAIN_AFTER", "1h");
  }

  @Test
  void signalsAgainAProgramThatWasSignalled() throws Exception {
    Path heard = Files.createFile(volume.resolve("heard"));
    String script =
        "trap 'cat default.properties >> heard' HUP; echo $$ > pid; while :; do sleep 0.05; done";
    Process program = program("sh", "-c", script);
    try {
      Path pid = volume.resolve("pid");
      SidecarProcess.eventually("the program", () -> !read(pid).isEmpty());
      environment.put("LEASEHOLD_SIGNAL", "HUP");
      environment.put("LEASEHOLD_SIGNAL_PID_FILE", pid.toString());
      SidecarProcess first = start("run").says("SIGHUP was sent to sh");
      String before = user();
      String user = rotate(first);
      awaitTimes(1, user, heard);
      first.kill();

      SidecarProcess next = takeOver(before, user);
      awaitTimes(2, user, heard);
      end(next);
    } finally {
      program.destroyForcibly();
    }
  }

  @Test
  void runsTheReloadCommandAgainThatDidNotEnd() throws Exception {
    Path begun = Files.createFile(volume.resolve("begun"));
    Path gate = Files.createFile(volume.resolve("gate"));
    Path script =
        Files.writeString(
            volume.resolve("reload.sh"),
            "cd "
                + volume
                + " && cat default.properties >> begun; until test -e gate; do sleep 0.05; done\n");
    environment.put("LEASEHOLD_RELOAD_COMMAND", "sh " + script);
    environment.put("LEASEHOLD_RELOAD_TIMEOUT", "60s");
    SidecarProcess first = start("run").says("sh acknowledged the change");
    String before = user();
    Files.delete(gate);
    String user = rotate(first);
    awaitTimes(1, user, begun);
    first.kill();

    Files.createFile(gate); // The command that is left behind ends, too.
    SidecarProcess next = takeOver(before, user);
    awaitTimes(2, user, begun);
    end(next);
  }

  @Test
  void callsTheProgramAgainThatDidNotAnswer() throws Exception {
    environment.put("LEASEHOLD_RELOAD_TIMEOUT", "60s");
    try (ReloadingProgram program = new ReloadingProgram(this::user)) {
      environment.put("LEASEHOLD_RELOAD_URL", program.address());
      SidecarProcess first = start("run").says("/reload acknowledged the change");
      String before = user();
      String user = rotate(first);
      SidecarProcess.eventually("a call without an answer", () -> program.calls.size() == 3);
      first.kill();

      SidecarProcess next = takeOver(before, user);
      String again = "POST " + user;
      assertThat(program.calls).containsExactly("POST " + before, again, again, again);
      end(next);
    }
  }

  private String rotate(SidecarProcess sidecar) {
    sidecar.signal("HUP").says("has the credential of generation 2");
    return user();
  }

  /** Starts the next sidecar, and returns when it has revoked the lease before. */
  private SidecarProcess takeOver(String before, String user) throws Exception {
    assertThat(roles()).containsExactlyInAnyOrder(before, user);
    environment.put("LEASEHOLD_DRAIN_AFTER", "50ms");
    SidecarProcess next = start("run").says("held besides are revoked: 1");
    assertThat(user()).isEqualTo(user);
    connect(login(content()));
    assertThat(roles()).containsExactly(user);
    return next;
  }

  private static void end(SidecarProcess sidecar) {
    assertThat(sidecar.signal("TERM").end()).isZero();
    assertThat(roles()).isEmpty();
  }

  private static void awaitTimes(int times, String user, Path file) {
    SidecarProcess.eventually(
        "the program has read " + user + " " + times + " times",
        () -> read(file).split("username=" + user + "\n", -1).length - 1 == times);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
