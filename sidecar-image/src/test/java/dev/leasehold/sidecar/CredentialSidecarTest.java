// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.ProcessInputs;
import dev.leasehold.config.SidecarSettings;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.sidecar.delivery.SavedLines;
import dev.leasehold.sidecar.log.LogOutput;
import dev.leasehold.termination.TerminationMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a sidecar, with a Vault that answers and a Vault that does not. */
@Timeout(120)
class CredentialSidecarTest {

  private final Path directory;

  CredentialSidecarTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void revokesTheLeasesAndThenTheToken() throws Exception {
    try (FakeVault vault = FakeVault.thatLeavesOut("")) {
      CredentialSidecar sidecar = start(vault);
      assertThat(endOf(sidecar, Duration.ofSeconds(60)))
          .doesNotContain("not confirmed", "not answered");
      assertThat(vault.asked).endsWith(FakeVault.REVOKE, FakeVault.REVOKE_TOKEN);
      assertThat(directory.resolve("default.properties")).doesNotExist();
      assertThat(directory.resolve(".default.lease")).doesNotExist();
    }
  }

  @Test
  void revokesTheTokenThoughVaultDoesNotAnswerAboutALeaseAndSaysSoInOneLine() throws Exception {
    try (FakeVault vault = FakeVault.thatLeavesOut(FakeVault.REVOKE)) {
      CredentialSidecar sidecar = start(vault);
      String said = endOf(sidecar, Duration.ofSeconds(6));
      assertThat(vault.tokenRevoked.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said.lines().filter(line -> line.contains("not confirmed")))
          .singleElement()
          .asString()
          .contains("role v-orders of binding default, which lives until ")
          .contains("takes the leases over");
      assertThat(directory.resolve("default.properties")).doesNotExist();
      assertThat(directory.resolve(".default.lease")).as("for the next one").exists();
    }
  }

  @Test
  void saysThatARequestForALeaseIsNotAnswered() throws Exception {
    try (FakeVault vault = FakeVault.thatLeavesOut(FakeVault.CREDS)) {
      CredentialSidecar sidecar = open(vault);
      sidecar.start();
      SidecarProcess.eventually("Vault is asked", () -> vault.asked.contains(FakeVault.CREDS));
      assertThat(endOf(sidecar, Duration.ofSeconds(3)))
          .contains(
              "default: Vault has not answered the request for a lease. A role that it may make"
                  + " for that request lives until its lease ends");
    }
  }

  @Test
  void saysWhyItTakesOutANewLeaseThoughTheSidecarBeforeHasLeftOne() throws Exception {
    String ended = SavedLines.of(LeaseClock.system(), "old", -5_000);
    Files.writeString(directory.resolve(".default.lease"), ended + "\n");
    try (FakeVault vault = FakeVault.thatLeavesOut("")) {
      String said = saidBy(() -> start(vault).close(Duration.ofSeconds(60)));
      assertThat(said)
          .containsPattern(
              "default: the lease of role v-old, which the previous sidecar has left, ended [0-9]+"
                  + " s ago, so a new lease is taken out");
    }
  }

  @Test
  void leavesALineTheTimeThatShowsWhetherItIsReadHoweverLateItIs() {
    assertThat(CredentialSidecar.leftForLines(Duration.ofMillis(1_200))).hasMillis(400);
    assertThat(CredentialSidecar.leftForLines(Duration.ofSeconds(5)))
        .isEqualTo(LogOutput.SHORTEST_FLUSH);
  }

  private CredentialSidecar start(FakeVault vault) throws Exception {
    CredentialSidecar sidecar = open(vault);
    sidecar.start();
    sidecar.awaitFirst();
    return sidecar;
  }

  private CredentialSidecar open(FakeVault vault) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "jwt");
    SidecarSettings settings =
        SidecarSettings.read(
            new ProcessInputs(
                null,
                Map.of(),
                Map.of(
                    "VAULT_ADDR", vault.address(),
                    "LEASEHOLD_AUTH_METHOD", "jwt",
                    "LEASEHOLD_AUTH_ROLE", "orders",
                    "LEASEHOLD_AUTH_TOKEN_FILE", token.toString(),
                    "LEASEHOLD_CREDS", "database/creds/orders",
                    "LEASEHOLD_VOLUME", directory.toString(),
                    "LEASEHOLD_VOLUME_ALLOW_DISK", "true",
                    "LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "60s")),
            false,
            (binding, problems) -> {});
    return CredentialSidecar.open(
        settings, null, new TerminationMessage(directory.resolve("termination-log")));
  }

  private static String endOf(CredentialSidecar sidecar, Duration bound) throws Exception {
    return saidBy(() -> sidecar.close(bound));
  }

  /** Returns the lines of the log meanwhile. */
  private static String saidBy(Step step) throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setErr(new PrintStream(output, true, UTF_8));
    try {
      step.run();
      LogOutput.flush(SidecarProcess.SOON);
    } finally {
      System.setErr(before);
    }
    return output.toString(UTF_8);
  }

  /** A step that is done while lines are collected. */
  private interface Step {
    void run() throws Exception;
  }
}
