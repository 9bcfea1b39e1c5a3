// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.ForkedDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That a driver is woven before it connects, seen by its refusals; needs no server. */
class WeavingIT {

  /** Port 1 answers nobody. */
  private static final String URL = "jdbc:postgresql://127.0.0.1:1/app";

  private static final String DRIVER = "org.postgresql.Driver";
  private static final String LOGIN = "org.postgresql.core.v3.ConnectionFactoryImpl";
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
    ForkedJvm jvm = ForkedJvm.plain().withOption(EarlyAgentJar.option(folder));

    Outcome outcome = misconfigured(jvm.withAgent()).run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(REFUSED).contains("LEASEHOLD_MARGIN");
  }

  /** Both the class by which it connects and that by which it logs in have one more field. */
  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void weavesADriverToWhichAnotherAgentHasAddedAField(Path home) throws Exception {
    assertWoven(ForkedJvm.of(home), ClassChange.FIELD);
  }

  @Test
  void weavesADriverOfWhichAnotherAgentHasChangedModifiersOfFields() throws Exception {
    assertWoven(ForkedJvm.plain(), ClassChange.MODIFIER);
  }

  private void assertWoven(ForkedJvm plain, ClassChange change) throws Exception {
    ForkedJvm jvm = plain.withOption(EarlyAgentJar.option(folder, change, DRIVER, LOGIN));

    Outcome outcome =
        configured(jvm.withAgent())
            .withEnvironment("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "1s")
            .run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(REFUSED).contains("leasehold.first-credential-timeout");
    assertThat(outcome.ownErr())
        .contains(DRIVER + " was loaded before the agent and changed by another agent")
        .contains(LOGIN + " was loaded before the agent and changed by another agent")
        .doesNotContain("cannot be woven");
  }

  /** Nobody can tell the work of the methods that another agent has added to both classes. */
  @ParameterizedTest
  @MethodSource("dev.leasehold.agent.Jdks#all")
  void refusesTheConnectionsOfADriverToWhichAnotherAgentHasAddedAMethod(Path home)
      throws Exception {
    try (StandInPostgres server = new StandInPostgres()) {
      ForkedJvm jvm =
          ForkedJvm.of(home)
              .withOption(EarlyAgentJar.option(folder, ClassChange.METHOD, DRIVER, LOGIN));

      Outcome outcome = configured(jvm.withAgent()).run(Connecting.class, server.url());

      assertThat(server.startups()).as(outcome.toString()).isEmpty();
      assertThat(outcome.out())
          .startsWith(REFUSED)
          .contains(DRIVER + " was loaded before the agent and cannot be woven");
      assertThat(outcome.ownErr())
          .contains(
              DRIVER + " was loaded before the agent and cannot be woven, so its connections are");
    }
  }

  /**
   * A field of the connection's class, or the added method of the driver's class, names another
   * class. That class is to be woven, and nobody has loaded it. The shape of the class that names
   * it loads it.
   */
  @ParameterizedTest
  @CsvSource({
    "FIELD, org.postgresql.jdbc.PgConnection, org.postgresql.copy.CopyManager",
    "METHOD, org.postgresql.Driver, org.postgresql.jdbc.PgConnection"
  })
  void weavesAClassThatALoadedOneNames(ClassChange change, String changed, String named)
      throws Exception {
    Path loads = folder.resolve("loads.log");
    ForkedJvm jvm =
        ForkedJvm.plain()
            .withOption("-Xlog:class+load=debug:file=" + loads)
            .withOption(EarlyAgentJar.option(folder, change, changed))
            .withAgent();

    Outcome outcome = misconfigured(jvm).run(Connecting.class, URL);

    assertThat(bytesOf(named, loads)).as(outcome.toString()).isGreaterThan(inJar(named));
  }

  /** Returns how long the class file was from which the JVM made the class. */
  private static long bytesOf(String type, Path loads) throws IOException {
    String text = Files.readString(loads);
    Matcher line =
        Pattern.compile(Pattern.quote(type + " source:") + "[^\\n]*\\n[^\\n]* bytes: (\\d+) ")
            .matcher(text);
    assertThat(line.find()).as(type + " is loaded").isTrue();
    return Long.parseLong(line.group(1));
  }

  private static long inJar(String type) throws IOException {
    try (JarFile driver = new JarFile(ForkedJvm.DRIVER)) {
      return driver.getEntry(type.replace('.', '/') + ".class").getSize();
    }
  }

  /**
   * The JVM takes no change of the driver's class, so the login itself is refused. It is also
   * refused where stack traces are too short to show that class.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusesTheLoginOfADriverThatAnotherAgentLoadedBeforeForGood(boolean configured)
      throws Exception {
    try (StandInPostgres server = new StandInPostgres()) {
      ForkedJvm jvm =
          ForkedJvm.plain()
              .withOption("-XX:MaxJavaStackTraceDepth=4")
              .withOption(EarlyAgentJar.option(folder, ClassChange.NEST, DRIVER))
              .withAgent();

      Outcome outcome =
          (configured ? configured(jvm) : misconfigured(jvm)).run(Connecting.class, server.url());

      assertThat(server.startups()).as(outcome.toString()).isEmpty();
      assertThat(outcome.out())
          .contains("Leasehold: ")
          .contains(configured ? DRIVER + " was loaded before the agent" : "LEASEHOLD_MARGIN");
      assertThat(outcome.ownErr())
          .contains(DRIVER + " was loaded before the agent and cannot be woven")
          .contains("its connections are refused where it logs in");
    }
  }

  @Test
  void leavesSuchADriverAloneWhereItObserves() throws Exception {
    try (StandInPostgres server = new StandInPostgres()) {
      ForkedJvm jvm =
          ForkedJvm.plain()
              .withOption(EarlyAgentJar.option(folder, ClassChange.NEST, DRIVER))
              .withAgent();

      configured(jvm)
          .withEnvironment("LEASEHOLD_MODE", "observe")
          .run(Connecting.class, server.url());

      assertThat(server.startups()).isNotEmpty();
    }
  }

  /** The case that is left: a driver of which another agent has changed both classes for good. */
  @Test
  void saysWhereADriverThatAnotherAgentLoadedBeforeKeepsTheConfiguredPassword() throws Exception {
    String early = EarlyAgentJar.option(folder, ClassChange.NEST, DRIVER, LOGIN);
    ForkedJvm jvm = ForkedJvm.plain().withOption(early);

    Outcome outcome = configured(jvm.withAgent()).run(Connecting.class, URL);

    assertThat(outcome.ownErr())
        .contains(LOGIN + " was loaded before the agent and cannot be woven")
        .contains("connections keep the configured password");
  }

  @Test
  void refusesAnUnknownVersionOfADriverThatAnotherAgentLoadedBefore() throws Exception {
    Path driver = StrangeDriver.packaged(folder);
    ForkedJvm jvm = ForkedJvm.plain().withOption(EarlyAgentJar.option(folder)).withAgent();

    Outcome outcome = configured(jvm).withDriver(driver).run(Connecting.class, URL);

    assertThat(outcome.out()).startsWith(REFUSED).contains("was loaded before the agent");
    assertThat(outcome.ownErr()).contains("cannot be woven, so its connections are refused");
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
    return configured(ForkedJvm.plain().withAgent());
  }

  private static ForkedJvm configured(ForkedJvm jvm) {
    return jvm.withEnvironment("LEASEHOLD_CREDS", "database/creds/orders")
        .withEnvironment("LEASEHOLD_AUTH_ROLE", "orders")
        .withEnvironment("VAULT_ADDR", "https://127.0.0.1:1");
  }
}
