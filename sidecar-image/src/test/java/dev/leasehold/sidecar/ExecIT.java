// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.sidecar.process.ReaperProbe;
import dev.leasehold.testbed.net.Ports;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A program that runs under the sidecar. */
class ExecIT extends SidecarBed {

  @Test
  void givesTheProgramFileAndVariablesAndEndsWithItsStatus() {
    SidecarProcess exec =
        start(
            "exec",
            "--username-variable=PGUSER",
            "--password-variable=PGPASSWORD",
            "--",
            "sh",
            "-c",
            "grep -q \"^username=$PGUSER\\$\" "
                + file()
                + " && test -n \"$PGPASSWORD\" && echo seen $0 && exit 7",
            "an argument");
    assertThat(exec.end()).as(exec.output()).isEqualTo(7);
    assertThat(exec.output()).contains("seen an argument");
    assertThat(roles()).isEmpty();
    assertThat(file()).doesNotExist();
  }

  @Test
  void forwardsTheSignalsThatItsHelpNames() throws Exception {
    assertThat(SidecarMode.EXEC_COMMAND.description())
        .contains(" forwards HUP, INT, TERM, USR1, USR2 and WINCH to COMMAND.");
    int port = Ports.free();
    environment.put("LEASEHOLD_HEALTH_LISTEN", "127.0.0.1:" + port);
    String traps =
        "for name in HUP INT USR1 USR2 WINCH; do trap \"echo got $name\" $name; done;"
            + " trap 'echo got TERM; exit 9' TERM; trap 'echo got QUIT' QUIT";
    SidecarProcess exec =
        start("exec", "--", "sh", "-c", traps + "; echo up; while :; do sleep 0.05; done");
    exec.says("up\n");
    assertThat(get(port, "/readyz")).startsWith("200 ");
    exec.signal("QUIT").says("Full thread dump");
    for (String name : List.of("HUP", "INT", "USR1", "USR2", "WINCH")) {
      exec.signal(name).says("got " + name + "\n");
    }
    assertThat(roles()).hasSize(1);
    exec.signal("TERM").says("got TERM\n");
    assertThat(exec.end()).isEqualTo(9);
    assertThat(exec.output()).doesNotContain("got QUIT");
    assertThat(roles()).isEmpty();
  }

  @Test
  void signalsItsChildAfterARotation() {
    environment.put("LEASEHOLD_SIGNAL", "WINCH");
    environment.put("LEASEHOLD_REHEARSE", "2s");
    environment.put("LEASEHOLD_MARGIN", "1s");
    SidecarProcess exec =
        start("exec", "--", "sh", "-c", "trap 'exit 4' WINCH; while :; do sleep 0.05; done");
    assertThat(exec.end()).as(exec.output()).isEqualTo(4);
    assertThat(exec.output()).contains("SIGWINCH was sent to sh");
    assertThat(roles()).isEmpty();
  }

  static boolean namespacesAreAllowed() {
    return OtherJvm.succeeds("unshare", "-rpf", "--mount-proc", "true");
  }

  /** Each orphan stays in /proc until process 1 has reaped it. */
  @Test
  @EnabledIf("namespacesAreAllowed")
  void asProcess1ReapsWhatTheProgramLeavesBehind() {
    String script =
        "for i in 1 2 3 4 5 6 7 8; do (sleep 0.$i & echo $! >> orphans); done; for orphan in $(cat"
            + " orphans); do tries=0; while [ -e /proc/$orphan ]; do sleep 0.1; tries=$((tries +"
            + " 1)); [ $tries -lt 600 ] || exit 3; done; done; echo none is left of $(wc -l <"
            + " orphans); exit 7";
    environment.put("LEASEHOLD_LOG_LEVEL", "debug");
    SidecarProcess exec =
        SidecarProcess.startAsProcess1(
            environment, "exec", "--", "sh", "-c", "cd " + volume + "; " + script);
    assertThat(exec.end(SidecarProcess.SOON.multipliedBy(2))).as(exec.output()).isEqualTo(7);
    assertThat(exec.output())
        .contains("none is left of 8")
        .contains("processes were reaped whose parents had ended before them");
    assertThat(roles()).isEmpty();
  }

  /**
   * The JDK learns the status of each program that it has started, also where another process
   * reaps.
   */
  @Test
  @EnabledIf("namespacesAreAllowed")
  void asProcess1TakesNoStatusOfItsOwnProgramsAway() throws Exception {
    assertThat(
            OtherJvm.run(
                SidecarProcess.commandAsProcess1(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ReaperProbe.class.getName())))
        .isEqualTo("each of 200 programs ended with 7, and no zombie is left");
  }

  @Test
  void saysHowASignalEndedTheProgram() {
    SidecarProcess exec = start("exec", "--", "sh", "-c", "kill -KILL $$");
    assertThat(exec.end()).isEqualTo(128 + 9);
    assertThat(roles()).isEmpty();
  }

  @Test
  void revokesWhereTheProgramCannotBeRun() {
    SidecarProcess exec = start("exec", "--", "no-such-program");
    assertThat(exec.end()).isEqualTo(ExitCode.NO_COMMAND.status());
    assertThat(exec.output()).contains("no-such-program cannot be run");
    SidecarProcess other = start("exec", "--", volume.toString());
    assertThat(other.end()).isEqualTo(ExitCode.NOT_EXECUTABLE.status());
    assertThat(roles()).isEmpty();
  }
}
