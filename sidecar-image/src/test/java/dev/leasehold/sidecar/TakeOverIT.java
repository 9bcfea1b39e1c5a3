// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** One pod has one role, however often its sidecar is started. */
class TakeOverIT extends SidecarBed {

  private static final int RESTARTS = 5;

  @Test
  void keepsTheRoleOfInitThroughRestartsAndRevokesItAtTheEnd() throws Exception {
    assertThat(start("init").end()).isZero();
    String user = user();
    connect(login(content()));
    assertThat(roles()).containsExactly(user);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("r--r-----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
        .isEqualTo("r--------");
    assertThat(start("init").end()).as("a pod whose init containers run again").isZero();

    for (int restart = 0; restart < RESTARTS; restart++) {
      start("run").says("generation 1 is current").kill();
      assertThat(roles()).containsExactly(user);
      assertThat(user()).isEqualTo(user);
    }
    SidecarProcess last = start("run").says("generation 1 is current");
    assertThat(last.signal("TERM").end()).as(last.output()).isZero();
    assertThat(roles()).isEmpty();
    assertThat(file()).doesNotExist();
    assertThat(state()).doesNotExist();
  }

  @Test
  void revokesWhatASidecarThatWasKilledWhileItRotatedHeldBesides() {
    environment.put("LEASEHOLD_DRAIN_AFTER", "1h");
    SidecarProcess first = start("run").says("generation 1 is current");
    SidecarProcess.eventually("a file", () -> !user().isEmpty());
    first.signal("HUP").says("has the credential of generation 2").kill();
    assertThat(roles()).hasSize(2);

    environment.put("LEASEHOLD_DRAIN_AFTER", "1s");
    SidecarProcess next = start("run").says("held besides are revoked: 1");
    assertThat(roles()).containsExactly(user());
    next.signal("TERM").end();
    assertThat(roles()).isEmpty();
  }

  @Test
  void keepsWhatTheSidecarBeforeHeldBesidesUntilTheReloadIsAcknowledged() {
    environment.put("LEASEHOLD_DRAIN_AFTER", "1h");
    SidecarProcess first = start("run").says("has the credential of generation 1");
    first.signal("HUP").says("has the credential of generation 2").kill();

    environment.put("LEASEHOLD_DRAIN_AFTER", "10ms");
    environment.put("LEASEHOLD_RELOAD_COMMAND", "false");
    SidecarProcess next = start("run").says("not acknowledged");
    assertThat(roles()).hasSize(2);
    next.signal("TERM").end();
    assertThat(roles()).isEmpty();
  }

  @Test
  void takesNothingOverFromAStateThatIsOfNoUse() throws Exception {
    Files.writeString(state(), "hvs.nonsense");
    SidecarProcess sidecar = start("run").says("generation 1 is current");
    assertThat(sidecar.output())
        .contains("lines [1] of .default.lease are of no use")
        .doesNotContain("hvs.nonsense");
    assertThat(sidecar.signal("INT").end()).isZero();
    assertThat(roles()).isEmpty();
  }

  @Test
  void keepsItsStateApartWhereThatIsSet() throws Exception {
    Path apart = Files.createTempDirectory(Path.of("/dev/shm"), "leasehold-state-");
    environment.put("LEASEHOLD_STATE", apart.toString());
    assertThat(start("init").end()).isZero();
    assertThat(state()).doesNotExist();
    String user = user();
    SidecarProcess run = start("run").says("generation 1 is current");
    assertThat(roles()).containsExactly(user);
    assertThat(run.signal("TERM").end()).isZero();
    Files.delete(apart.resolve(".leasehold.lock"));
    Files.delete(apart);
  }

  @Test
  void letsOneSidecarAtATimeWriteToADirectory() {
    SidecarProcess first = start("run").says("generation 1 is current");
    SidecarProcess second = start("run");
    assertThat(second.end()).as(second.output()).isEqualTo(ExitCode.IN_USE.status());
    assertThat(second.output()).contains("writes to it already");
    assertThat(first.isAlive()).isTrue();
    first.signal("TERM").end();
  }
}
