// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static dev.leasehold.sidecar.HeldVault.Moment.AFTER;
import static dev.leasehold.sidecar.HeldVault.Moment.BEFORE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.sidecar.HeldVault.Held;
import dev.leasehold.sidecar.HeldVault.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A sidecar that gets SIGKILL at each step of its life. A credential that Vault had handed out and
 * the sidecar had not heard of ends with its lease. Nothing else is left, and no file is half
 * written.
 */
class KilledSidecarIT extends SidecarBed {

  /** The next sidecar's words about the lease that was to be revoked. */
  private static final String BESIDES = "held besides are revoked: 1";

  private HeldVault vault;

  @BeforeEach
  void standInFront() throws Exception {
    vault = HeldVault.inFrontOf(BED.vault());
    environment.put("VAULT_ADDR", vault.address());
    environment.remove("VAULT_CACERT");
    environment.put("LEASEHOLD_DRAIN_AFTER", "50ms");
  }

  @AfterEach
  void stepAside() {
    vault.close();
  }

  @Test
  void leavesAtItsStartNoMoreThanTheRoleThatItHasNotHeardOf() throws Exception {
    killAtItsStart(HeldVault.LOGIN, BEFORE);
    killAtItsStart(HeldVault.LOGIN, AFTER);
    killAtItsStart(HeldVault.CREDS, BEFORE);
    assertThat(roles()).isEmpty();
    killAtItsStart(HeldVault.CREDS, AFTER);
    assertThat(roles()).hasSize(1);
    assertThat(file()).doesNotExist();
    assertThat(state()).doesNotExist();

    SidecarProcess last = startAgain();
    assertRoles(user(), 2);
    assertThat(last.signal("TERM").end()).isZero();
    assertThat(roles()).as("it ends with its lease").hasSize(1);
  }

  @Test
  void goesOnWithTheLeaseThatIsInTheStateAtEachStepOfARotation() throws Exception {
    SidecarProcess sidecar = startAgain();
    String first = user();
    killAtASignal(sidecar, "HUP", HeldVault.CREDS, BEFORE);
    sidecar = startAgain();
    assertThat(user()).isEqualTo(first);
    assertRoles(first, 1);

    killAtASignal(sidecar, "HUP", HeldVault.CREDS, AFTER);
    sidecar = startAgain();
    assertThat(user()).isEqualTo(first);
    assertRoles(first, 2); // One role is lost with the answer, and lives as long as its token.

    killBetweenStateAndFile(sidecar);
    sidecar = startAgain().says(BESIDES);
    assertThat(user()).as("the lease that was in no file").isNotEqualTo(first);
    assertRoles(user(), 2);

    killAtASignal(sidecar, "HUP", HeldVault.REVOKE, BEFORE);
    String second = user();
    sidecar = startAgain().says(BESIDES);
    assertThat(user()).isEqualTo(second);
    assertRoles(second, 2);

    killAtASignal(sidecar, "HUP", HeldVault.REVOKE, AFTER);
    String third = user();
    killAtItsStart(HeldVault.RENEW, BEFORE);
    killAtItsStart(HeldVault.RENEW, AFTER);
    sidecar = startAgain().says(BESIDES);
    assertThat(user()).isEqualTo(third);
    assertRoles(third, 2);

    killAtItsEnd(sidecar, third);
  }

  /** The token is the last to go, and takes along the lease that was lost. */
  private void killAtItsEnd(SidecarProcess running, String user) throws Exception {
    killAtASignal(running, "TERM", HeldVault.REVOKE, BEFORE);
    assertThat(file()).doesNotExist();
    SidecarProcess sidecar = startAgain();
    assertThat(user()).isEqualTo(user);
    assertRoles(user, 2);

    killAtASignal(sidecar, "TERM", HeldVault.REVOKE, AFTER);
    assertThat(file()).doesNotExist();
    sidecar = startAgain();
    assertThat(user()).as("Vault has revoked that one").isNotEqualTo(user);
    assertRoles(user(), 2);

    killAtASignal(sidecar, "TERM", HeldVault.REVOKE_TOKEN, AFTER);
    SidecarProcess.eventually("no role is left", () -> roles().isEmpty());
    assertThat(file()).doesNotExist();
  }

  private void killAtItsStart(String path, Moment moment) throws InterruptedException {
    Held held = vault.hold(path, moment);
    SidecarProcess sidecar = start("run");
    held.await();
    sidecar.kill();
    held.lose();
  }

  private void killAtASignal(SidecarProcess sidecar, String signal, String path, Moment moment)
      throws InterruptedException {
    Held held = vault.hold(path, moment);
    sidecar.signal(signal);
    held.await();
    sidecar.kill();
    held.lose();
  }

  private void killBetweenStateAndFile(SidecarProcess sidecar) throws IOException {
    Files.delete(file());
    Files.createDirectory(file());
    sidecar.signal("HUP").says("was not written, and Leasehold tries again each second");
    sidecar.kill();
    Files.delete(file());
  }

  /** Starts it; the credential in the file then is whole and works. */
  private SidecarProcess startAgain() throws SQLException {
    SidecarProcess sidecar = start("run").says("has the credential of generation 1");
    connect(login(content()));
    return sidecar;
  }

  private static void assertRoles(String current, int count) {
    SidecarProcess.eventually(
        SidecarProcess.SOON,
        () -> roles().size() == count && roles().contains(current),
        () -> count + " roles with " + current + ", but there are " + roles());
  }
}
