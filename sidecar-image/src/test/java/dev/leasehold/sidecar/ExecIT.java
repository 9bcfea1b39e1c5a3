// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
  void forwardsSignalsAndTellsOfAChange() {
    environment.put("LEASEHOLD_SIGNAL", "USR2");
    SidecarProcess exec =
        start(
            "exec",
            "--",
            "sh",
            "-c",
            "trap 'echo changed' USR2; trap 'echo hup' HUP; trap 'echo term; exit 9' TERM; echo up;"
                + " while :; do sleep 0.05; done");
    exec.says("up\n").signal("HUP").says("hup\n");
    assertThat(roles()).hasSize(1);
    exec.signal("TERM").says("term\n");
    assertThat(exec.end()).isEqualTo(9);
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
