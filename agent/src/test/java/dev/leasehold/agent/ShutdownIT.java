// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application under the agent ends, on real servers. */
class ShutdownIT {

  private static final int TERMINATED = 128 + 15;

  @SuppressWarnings("NullAway.Init") // JUnit calls start() first.
  @AutoClose
  private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofMinutes(10), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void servesTheLastRequestAndThenLeavesNoRoleBehind(Path home) throws Exception {
    try (Running application = application(home)) {
      application.awaitLine("serves as ");
      assertThat(bed.postgres().ephemeralRoles()).hasSize(1);

      application.terminate();

      Outcome outcome = application.outcome();
      assertThat(outcome.out()).contains("served as v-").doesNotContain("failed");
      assertThat(outcome.exitCode()).isEqualTo(TERMINATED);
      assertThat(outcome.ownErr())
          .contains("Vault accepted the login at auth/jwt as orders, token for ")
          .contains("default: generation 1 is current: role v-")
          .doesNotContain(" WARN ", " ERROR ");
      assertThat(bed.postgres().ephemeralRoles()).isEmpty();
    }
  }

  private static Running application(Path home) throws Exception {
    return ForkedJvm.of(home)
        .withAgent()
        .withEnvironment("LEASEHOLD_CREDS", TestBed.CREDS_PATH)
        .withEnvironment("LEASEHOLD_AUTH_METHOD", "jwt")
        .withEnvironment("LEASEHOLD_AUTH_ROLE", TestBed.ROLE)
        .withEnvironment("LEASEHOLD_AUTH_TOKEN_FILE", bed.tokenFile().toString())
        .withEnvironment("VAULT_ADDR", bed.vault().address().toString())
        .withEnvironment("VAULT_CACERT", bed.vault().caCertificate().toString())
        .start(GracefulApplication.class, bed.postgres().url());
  }
}
