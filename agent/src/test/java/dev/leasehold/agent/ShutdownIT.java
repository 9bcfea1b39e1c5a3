// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  /** The new lease of a rotation, whose trial the database holds up while Vault goes away. */
  @Test
  void namesTheRoleThatWasNeverPublished() throws Exception {
    try (Relay database = Relay.to(bed.postgres().port());
        Relay vault = Relay.to(bed.vault().port());
        Running application =
            configured(ForkedJvm.plain())
                .withEnvironment("VAULT_ADDR", "https://127.0.0.1:" + vault.port())
                .withEnvironment("LEASEHOLD_ROTATE_AFTER", "12s")
                .withEnvironment("LEASEHOLD_MARGIN", "2s")
                .start(GracefulApplication.class, through(database))) {
      application.awaitLine("serves as ");
      database.stall();
      awaitAnotherConnection(database);
      List<String> roles = bed.postgres().ephemeralRoles();
      assertThat(roles).hasSize(2);
      vault.refuse();
      vault.cut();
      database.refuse();
      database.cut();
      application.terminate();

      String log = application.outcome().ownErr();
      String end = log.substring(log.indexOf("the JVM ends"));
      assertThat(log).doesNotContain("generation 2 is current");
      for (String role : roles) {
        String life = "; role " + role + " lives until 20";
        assertThat(log).contains("revoke failed, next try in ").contains(life);
        assertThat(end).contains("role " + role + " of binding default, which lives until 20");
      }
    } finally {
      bed.vault().revokePrefix(TestBed.CREDS_PATH);
    }
  }

  /** The first renewal of such a lease is more than six minutes away. */
  @Test
  void saysSoonThatTheApplicationHasTakenTheNetworkAway() throws Exception {
    try (Running application =
        configured(ForkedJvm.plain()).start(ForbiddingApplication.class, bed.postgres().url())) {
      application.awaitLine("connected as ");
      String role = bed.postgres().ephemeralRoles().iterator().next();
      application.awaitError("default: role " + role + " lives until 20");
      application.terminate();

      assertThat(application.outcome().ownErr())
          .contains(" unless it is renewed. The application forbids the agent to use the network")
          .doesNotContain("renew failed")
          .contains("has not confirmed the revocation of role " + role);
    } finally {
      bed.vault().revokePrefix(TestBed.CREDS_PATH);
    }
  }

  private static String through(Relay database) {
    return bed.postgres().url().replace(":" + bed.postgres().port(), ":" + database.port());
  }

  private static void awaitAnotherConnection(Relay relay) {
    int before = relay.accepted();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (relay.accepted() == before) {
      assertThat(System.nanoTime()).as("another connection within 2 min").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static Running application(Path home) throws Exception {
    return configured(ForkedJvm.of(home)).start(GracefulApplication.class, bed.postgres().url());
  }

  private static ForkedJvm configured(ForkedJvm jvm) {
    return jvm.withAgent()
        .withEnvironment("LEASEHOLD_CREDS", TestBed.CREDS_PATH)
        .withEnvironment("LEASEHOLD_AUTH_METHOD", "jwt")
        .withEnvironment("LEASEHOLD_AUTH_ROLE", TestBed.ROLE)
        .withEnvironment("LEASEHOLD_AUTH_TOKEN_FILE", bed.tokenFile().toString())
        .withEnvironment("VAULT_ADDR", bed.vault().address().toString())
        .withEnvironment("VAULT_CACERT", bed.vault().caCertificate().toString());
  }
}
