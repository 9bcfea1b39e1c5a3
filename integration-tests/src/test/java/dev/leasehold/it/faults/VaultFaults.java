// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import static dev.leasehold.it.faults.Promise.FAILS_WHILE_IT_LASTS;
import static dev.leasehold.it.faults.Promise.NO_QUERY_FAILS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.faults.Fault.Alone;
import dev.leasehold.testbed.vault.VaultApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The faults of Vault as a server. */
final class VaultFaults {

  /**
   * More than a session ticket of TLS, which may come first, and less than that and a credential.
   */
  private static final long PART_OF_ANSWER = 350;

  private static final String PAUSE = "failed, next try in";

  /** So long each part of a handshake, request or answer is held back. */
  private static final Duration PIECE = Duration.ofMillis(900);

  private static final String HELD = "held";

  private VaultFaults() {}

  static List<Fault> all() {
    return List.of(
        Fault.of("Vault stopped", "SIGTERM, started again", NO_QUERY_FAILS)
            .made(scene -> scene.vault().stop())
            .logged(PAUSE)
            .healed(scene -> scene.vault().start()),
        Fault.of(
                "Vault stopped for longer than a lease",
                "SIGTERM with leases of 9 s, started when they and `VALID UNTIL` are past; each"
                    + " process holds a transaction open",
                FAILS_WHILE_IT_LASTS)
            .made(VaultFaults::stopWithShortLeases)
            .logged("connections are refused from now on")
            .healed(VaultFaults::startWithUsualLeases),
        Fault.of("Vault restarted sealed", "unsealed once each process has met it", NO_QUERY_FAILS)
            .made(scene -> scene.vault().restartSealed())
            .logged("Vault is sealed")
            .healed(scene -> scene.vault().unseal()),
        Fault.of("Vault sealed (503)", "`sys/seal`, then unsealed", NO_QUERY_FAILS)
            .made(scene -> scene.vault().seal())
            .logged("Vault answered 503")
            .healed(scene -> scene.vault().unseal()),
        Fault.of(
                "Vault a standby",
                "`sys/step-down` of the only node, which answers 500 until it is active again",
                NO_QUERY_FAILS)
            .made(scene -> scene.vault().api().write("sys/step-down", Map.of()))
            .logged("active cluster node not found")
            .healed(VaultFaults::awaitActive),
        Fault.of("Vault stalled", "accepts connections and never answers", NO_QUERY_FAILS)
            .made(scene -> scene.each(pod -> pod.toVault().stall()))
            .logged("no whole answer within")
            .healed(scene -> scene.each(pod -> pod.toVault().pass())),
        Fault.of("Vault slow", "about 5 s an answer", NO_QUERY_FAILS)
            .made(VaultFaults::slowDown)
            .felt(pod -> pod.awaitGenerations(2))
            .healed(scene -> scene.each(pod -> pod.toVault().pass())),
        cutShort(),
        stoppedWhileRenewing());
  }

  private static Fault stoppedWhileRenewing() {
    return Fault.of(
            "Vault stopped while a lease is to be renewed",
            "SIGTERM, started when a renewal has failed; no credential is replaced by age",
            NO_QUERY_FAILS)
        .alone(Alone.withSettings(Map.of(Pod.ROTATE_AFTER, "")))
        .made(scene -> scene.vault().stop())
        .logged("renew failed, next try in")
        .healed(VaultFaults::letRenew);
  }

  private static Fault cutShort() {
    return Fault.of(
            "answers of Vault cut short",
            "reset in the middle of the answer; a role that nobody knows of ends with its"
                + " lease of 9 s",
            NO_QUERY_FAILS)
        .made(VaultFaults::cutAnswersWithShortLeases)
        .logged("cut before the whole answer was there")
        .healed(VaultFaults::passWithUsualLeases);
  }

  private static void cutAnswersWithShortLeases(Scene scene) {
    scene.site().leasesOf(Site.SHORT);
    scene.each(pod -> pod.toVault().cutAnswers(PART_OF_ANSWER));
  }

  private static void passWithUsualLeases(Scene scene) {
    scene.each(pod -> pod.toVault().pass());
    scene.site().leasesOf(Site.TTL);
  }

  private static void stopWithShortLeases(Scene scene) {
    scene.site().leasesOf(Site.SHORT);
    scene.settle();
    scene.each(VaultFaults::holdTransaction);
    scene.vault().stop();
  }

  private static void startWithUsualLeases(Scene scene) {
    scene.site().awaitRolesExpired(); // Until then only the ledger ends sessions.
    scene.each(pod -> pod.workload().on(HELD, "release"));
    scene.vault().start();
    scene.site().leasesOf(Site.TTL);
  }

  private static void letRenew(Scene scene) {
    scene.vault().start();
    scene.each(pod -> pod.awaitLog("lease renewed again"));
  }

  /** A busy machine reads several pieces at once, and then waits for fewer. */
  private static void slowDown(Scene scene) {
    scene.each(pod -> pod.toVault().delay(PIECE));
    scene.eachAtOnce(
        pod ->
            assertThat(scene.vault().timeToAnswer(pod.toVault().port()))
                .as("%s: time to an answer of Vault", pod.way().label())
                .isGreaterThan(PIECE.multipliedBy(2)));
  }

  private static void holdTransaction(Pod pod) {
    assertThat(pod.workload().on(HELD, "borrow")).isEqualTo("borrowed");
    assertThat(pod.workload().on(HELD, "begin")).isEqualTo("begun");
    assertThat(pod.workload().on(HELD, "do", "SELECT 1")).isEqualTo("row 1");
  }

  private static void awaitActive(Scene scene) {
    VaultApi api = scene.vault().api();
    Eventually.holds("Vault is active", Pod.BOUND, () -> api.status("sys/health") == 200);
  }
}
