// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.ForkedDriver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That a driver is woven before it connects, seen by what it is refused; needs no server. */
class WeavingIT {

  /** Port 1 answers nobody. */
  private static final String URL = "jdbc:postgresql://127.0.0.1:1/app";

  private static final String NO_SERVER = "08001";
  private static final String REFUSED = "28000 Leasehold: ";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void refusesWithTheMessageOfABadConfiguration(Path home) throws Exception {
    Outcome outcome = misconfigured(ForkedJvm.of(home).withAgent()).run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(REFUSED).contains("LEASEHOLD_MARGIN");
    assertThat(outcome.ownErr()).contains("LEASEHOLD_MARGIN");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void weavesADriverThatAnotherAgentLoadedBefore() throws Exception {
    ForkedJvm jvm = ForkedJvm.plain().withOption("-javaagent:" + EarlyAgent.packaged(folder));

    Outcome outcome = misconfigured(jvm.withAgent()).run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(REFUSED);
  }

  @Test
  void doesNotLoadADriverThatItCannotWeave() throws Exception {
    Path driver = StrangeDriver.packaged(folder);

    Outcome without = ForkedJvm.plain().withDriver(driver).run(Connecting.class, URL);
    Outcome with = configured().withDriver(driver).run(Connecting.class, URL);

    assertThat(without.out()).contains(StrangeDriver.ASKED);
    assertThat(with.out()).doesNotContain(StrangeDriver.ASKED);
    assertThat(with.ownErr())
        .contains("org/postgresql/Driver cannot be woven, so it is not loaded");
  }

  @Test
  void weavesADriverWhoseLoaderHidesTheAgent() throws Exception {
    Outcome outcome =
        misconfigured(ForkedJvm.plain().withAgent())
            .run(HidingLoader.class, "plain", Connecting.class.getName(), URL);

    assertThat(outcome.out()).startsWith(REFUSED).contains("LEASEHOLD_MARGIN");
    assertThat(outcome.ownErr()).doesNotContain("cannot be woven");
  }

  @Test
  void doesNotLoadADriverWhoseLoaderHidesTheAgentForGood() throws Exception {
    String kind = HidingLoader.UNMODIFIABLE;
    Outcome outcome = configured().run(HidingLoader.class, kind, Connecting.class.getName(), URL);

    assertThat(outcome.out()).startsWith(NO_SERVER).contains("No suitable driver");
    assertThat(outcome.ownErr())
        .contains("org/postgresql/Driver cannot be woven, so it is not loaded")
        .contains("hides the agent's package dev.leasehold.bootstrap");
  }

  @Test
  void refusesWhatTheClientOfVaultCannotDo() throws Exception {
    Outcome outcome =
        configured()
            .withEnvironment("VAULT_ADDR", "http://vault.example.com:8200")
            .run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(REFUSED).contains("VAULT_ADDR");
  }

  @Test
  void refusesAtTheBoundWhereThereIsNoCredential() throws Exception {
    Outcome outcome =
        configured()
            .withEnvironment("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "1s")
            .run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(REFUSED).contains("leasehold.first-credential-timeout");
  }

  @Test
  void leavesAloneWhatNoBindingMatches() throws Exception {
    Outcome outcome =
        configured().withEnvironment("LEASEHOLD_USER", "somebody else").run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(NO_SERVER);
    assertThat(outcome.ownErr()).doesNotContain("127.0.0.1:1/app");
  }

  @Test
  void onlyTellsWhatItWouldDoWhereItObserves() throws Exception {
    Outcome outcome =
        configured()
            .withEnvironment("LEASEHOLD_MODE", "observe")
            .run(Connecting.class, URL + "?user=bob&password=hidden");

    assertThat(outcome.out()).startsWith(NO_SERVER);
    assertThat(outcome.ownErr())
        .contains(URL + " as bob would get a credential of binding default, database/creds/orders")
        .doesNotContain("hidden");
  }

  @Test
  void weavesNothingWhereItIsTurnedOff() throws Exception {
    Outcome outcome =
        configured().withEnvironment("LEASEHOLD_MODE", "off").run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(NO_SERVER);
    assertThat(outcome.ownErr()).isEmpty();
  }

  @Test
  void weavesAForkThatTheSettingsName() throws Exception {
    Outcome outcome =
        configured()
            .withEnvironment("LEASEHOLD_DRIVERS", ForkedDriver.CLASS + "=postgresql")
            .withEnvironment("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "1s")
            .withDriver(ForkedDriver.in(folder))
            .run(Connecting.class, ForkedDriver.url(URL));

    assertThat(outcome.out()).startsWith(REFUSED).contains("leasehold.first-credential-timeout");
  }

  @Test
  void weavesADriverThatNobodyKnowsWhereABindingIsForItsUrls() throws Exception {
    Outcome outcome =
        configured()
            .withEnvironment("LEASEHOLD_URL", "jdbc:forked://127.0.0.1:1/app")
            .withEnvironment("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "1s")
            .withDriver(ForkedDriver.in(folder))
            .run(Connecting.class, ForkedDriver.url(URL));

    assertThat(outcome.out()).startsWith(REFUSED).contains("leasehold.first-credential-timeout");
    assertThat(outcome.ownErr())
        .contains("jdbc:forked://127.0.0.1:1/app, whose driver is not known")
        .contains("If the driver is a fork of a known driver, name it in leasehold.drivers");
  }

  private static ForkedJvm misconfigured(ForkedJvm jvm) {
    return jvm.withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
        .withEnvironment("LEASEHOLD_MARGIN", "5");
  }

  private static ForkedJvm configured() {
    return ForkedJvm.plain()
        .withAgent()
        .withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
        .withEnvironment("LEASEHOLD_AUTH_ROLE", "orders")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
