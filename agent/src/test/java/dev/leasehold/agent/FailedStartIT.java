// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The message for an application when the agent's start has failed behind its back, for want of a
 * class. It says why, and not that the container is slow.
 */
class FailedStartIT {

  /** Port 1 answers nobody. */
  private static final String URL = "jdbc:postgresql://127.0.0.1:1/app";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.leasehold.config.ProcessInputs",
        "dev.leasehold.config.Settings",
        "dev.leasehold.lease.rotation.CredentialRotator",
        "dev.leasehold.vault.VaultLeaseSource",
        "dev.leasehold.start.AgentRuntime",
      })
  void refusesEachConnectionForTheWantOfTheClass(String missing) throws Exception {
    Outcome outcome = withoutClass(missing).run(Connecting.class, URL, URL);

    assertThat(outcome.out().lines())
        .hasSize(2)
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .startsWith("28000 Leasehold: the agent did not start: ")
                    .contains(missing.replace('.', '/'))
                    .contains("the configured password is not tried")
                    .contains("put the released jar in its place"));
    assertThat(outcome.ownErr()).contains("ERROR [leasehold] the agent did not start: ");
    assertThat(outcome.exitCode()).isZero();
  }

  /** Settings that cannot be read say neither which drivers nor which URLs they are for. */
  @Test
  void asksNoDriverThatOnlyABrokenPropertiesFileMeans() throws Exception {
    for (UnknownFork fork : UnknownFork.EACH) {
      Outcome outcome =
          fork.under(AgentJar.path(), folder, "leasehold.margin=5")
              .run(Connecting.class, UnknownFork.URL);
      assertThat(outcome.out())
          .as("%s", fork)
          .startsWith("28000 ")
          .contains("a number without a unit")
          .doesNotContain(StrangeDriver.ASKED);
    }
  }

  @Test
  void theForkWouldBeAskedWithTheConfiguredPassword() throws Exception {
    Outcome outcome = UnknownFork.alone().run(Connecting.class, UnknownFork.URL);
    assertThat(outcome.out()).contains(StrangeDriver.ASKED + "of the application");
  }

  @Test
  void refusesNothingWhereItWasToObserve() throws Exception {
    Outcome outcome =
        withoutClass("dev.leasehold.start.AgentRuntime")
            .withEnvironment("LEASEHOLD_MODE", "observe")
            .run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith("08001");
    assertThat(outcome.ownErr())
        .contains("the agent did not start: ")
        .contains("leasehold.mode is observe, so nothing is refused");
  }

  private ForkedJvm withoutClass(String missing) throws Exception {
    Path broken = folder.resolve("broken.jar");
    BrokenJar.withoutClass(missing, AgentJar.path(), broken);
    return ForkedJvm.plain()
        .withOption("-javaagent:" + broken)
        .withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
        .withEnvironment("LEASEHOLD_AUTH_ROLE", "orders")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
