// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import dev.leasehold.testbed.vault.VaultServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The events of the credentials while the load goes on, one event after the other. */
final class Story {

  /** A lease of 30 s is replaced at two thirds of its life; this is far beyond that. */
  private static final Duration ROTATION = Duration.ofSeconds(45);

  /** Vault is stopped when the lease is this old... */
  private static final Duration OUTAGE_FROM = Duration.ofSeconds(5);

  /** ...and started about when the lease would be renewed: a few seconds before it ends. */
  private static final Duration OUTAGE_TO = Duration.ofSeconds(19);

  private final Stage stage;
  private final Watch watch;
  private final Roles roles;
  private final Tally tally;
  private final Screen screen;

  Story(Stage stage, Watch watch, Roles roles, Tally tally, Screen screen) {
    this.stage = stage;
    this.watch = watch;
    this.roles = roles;
    this.tally = tally;
    this.screen = screen;
  }

  /** Waits for so many rotations. */
  void rotations(int wanted) throws InterruptedException {
    watch.await("the first connection", ROTATION, roles::isCurrentInUse);
    screen.event("a lease lives " + Stage.LEASE.toSeconds() + " s: waiting for rotations");
    for (int i = 1; i <= wanted; i++) {
      nextTurn("rotation " + i);
      screen.event("rotation " + i + " of " + wanted + ": to " + roles.current().role());
    }
  }

  /** Revokes the current role under load. */
  Revocation revocation() throws InterruptedException {
    watch.await("the end of the generation before", ROTATION, this::isSettled);
    Turn revoked = roles.current();
    screen.event("revoking the current role, " + revoked.role());
    Instant at = Instant.now();
    stage.revokeNewestLease();
    watch.await(
        "a new role after the revocation",
        ROTATION,
        () -> roles.current().number() > revoked.number());
    Instant end = at.plus(Revocation.WINDOW);
    watch.until(end);
    if (roles.latest().validFor().containsKey(revoked.role())) {
      throw new DemoException("the revoked role is still there: " + revoked.role());
    }
    Revocation revocation = new Revocation(at, revoked, tally.failures(at, end));
    screen.event(
        "recovered: the revocation cost "
            + revocation.cost().size()
            + " queries, the last of them "
            + revocation.recovery().toMillis()
            + " ms after it");
    return revocation;
  }

  /** Kills the sidecar; the next sidecar is to go on with the role that is there. */
  TakeOver takeOver(SidecarOrders orders) throws InterruptedException {
    nextTurn("a rotation");
    watch.await("the end of the generation before", ROTATION, this::isSettled);
    int turns = roles.turns().size();
    screen.event("killing the sidecar with SIGKILL, and starting it again");
    orders.killSidecar();
    watch.await("the start of the next sidecar", ROTATION, orders::hasCurrentRoleSinceKill);
    TakeOver takeOver = new TakeOver(roles.turns().size() - turns);
    screen.event("the sidecar goes on with " + roles.current().role());
    return takeOver;
  }

  /** Stops Vault for less than a lease, then waits for the rotation that was due. */
  Outage outage() throws InterruptedException {
    Instant leaseStart = roles.current().since();
    VaultServer vault = stage.bed().vault();
    watch.until(leaseStart.plus(OUTAGE_FROM));
    screen.event("stopping Vault");
    long before = tally.servedCount();
    Instant from = Instant.now();
    vault.stop();
    watch.until(leaseStart.plus(OUTAGE_TO));
    screen.event("starting Vault again");
    vault.start();
    Outage outage = new Outage(from, Instant.now(), tally.servedCount() - before);
    screen.event("Vault was away for " + outage.length().toSeconds() + " s");
    nextTurn("the rotation after the outage");
    return outage;
  }

  /** Whether the current role alone has connections. */
  private boolean isSettled() {
    return roles.latest().sessions().keySet().equals(Set.of(roles.current().role()));
  }

  private void nextTurn(String what) throws InterruptedException {
    int turns = roles.turns().size();
    watch.await(what, ROTATION, () -> roles.turns().size() > turns && roles.isCurrentInUse());
  }
}
