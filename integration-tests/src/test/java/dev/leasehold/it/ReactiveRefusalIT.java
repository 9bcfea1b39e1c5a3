// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.faults.ThreadLimit;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The message to a waiter for a connection of Vert.x's that is not opened is the reason. It is not,
 * after half a minute, that the pool has waited in vain. Nothing is left of R2DBC's connections.
 */
class ReactiveRefusalIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  /** As many threads in a client, on every machine. */
  private static final String TWO_CORES = "-XX:ActiveProcessorCount=2";

  private static final Source NEWEST =
      Source.reactive("VertxBuilder", "vertx-pg-client-5.0.7", "scram-client-3.2");
  private static final List<Source> EVERY =
      List.of(
          Source.reactive("VertxPgPool", "vertx-pg-client-4.4.2", "client-2.1").with(TWO_CORES),
          Source.reactive("VertxBuilder", "vertx-pg-client-4.5.27", "scram-client-3.2")
              .with(TWO_CORES),
          NEWEST.with(TWO_CORES));

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(9), Duration.ofMinutes(5)));
    bed.postgres().query("ALTER SYSTEM SET authentication_timeout = '10min'");
    bed.postgres().query("SELECT pg_reload_conf()");
  }

  @AfterEach
  void theStaticPasswordWasNeverTried() throws IOException {
    assertThat(Files.readString(bed.postgres().log())).doesNotContain("static_app");
  }

  @Test
  void saysWhyAndServesAgainWhenThereIsACredential() {
    bed.vault().stop();
    try (Fleet fleet = Fleet.start(EVERY, ReactiveRefusalIT::workload)) {
      fleet.each((source, workload) -> assertRefused(workload, "got no credential within 2000 ms"));
      fleet.each(ReactiveRefusalIT::startEveryThreadOfTheClient);
      fleet.each(ReactiveRefusalIT::assertRefusedForWantOfAThread);
      bed.vault().start();
      fleet.each((source, workload) -> assertServedBy(workload, 1));
      bed.vault().stop();
      fleet.each(
          (source, workload) -> {
            workload.awaitLog("connections are refused from now on", BOUND);
            assertRefused(workload, "has no valid lease for ");
          });
      bed.vault().start();
      fleet.each((source, workload) -> assertServedBy(workload, 2));
    }
  }

  private static void assertRefused(Workload workload, String why) {
    assertThat(workload.on("none", "borrow"))
        .startsWith("failed io.vertx.pgclient.PgException: ")
        .contains("Leasehold: binding default")
        .contains(why);
  }

  private static void assertServedBy(Workload workload, int generation) {
    workload.awaitGeneration(generation, BOUND);
    assertThat(workload.on("of-generation-" + generation, "borrow")).isEqualTo("borrowed");
  }

  /**
   * Each of its event loops has refused connections, also the loops that the answering thread comes
   * by next. Vert.x starts a loop at its first use.
   */
  private static void startEveryThreadOfTheClient(Source source, Workload workload) {
    workload.load(Workload.POOL_SIZE);
    Eventually.holds(
        "all are refused", BOUND, () -> workload.tally().failed() >= Workload.POOL_SIZE);
    workload.load(0);
    for (int loop = 0; loop < 2 * Runtime.getRuntime().availableProcessors(); loop++) {
      assertRefused(workload, "");
    }
  }

  private static void assertRefusedForWantOfAThread(Source source, Workload workload) {
    ThreadLimit limit = ThreadLimit.of(workload.application().handle());
    limit.set();
    try {
      assertRefused(workload, "a fault in Leasehold itself, java.lang.OutOfMemoryError");
    } finally {
      limit.lift();
    }
  }

  static List<Source> modules() {
    return ReactiveIT.newest();
  }

  /** The packages that no module opens are opened to the agent. */
  @ParameterizedTest
  @MethodSource("modules")
  void connectsWhereTheModulesOpenNothing(Source source) {
    List<String> launcher = StrictLayer.command(source);
    try (Workload workload =
        Workload.launch(settings("5m"), launcher, source, bed.postgres().url()).awaitReady()) {
      assertThat(workload.on("a", "borrow")).isEqualTo("borrowed");
    }
  }

  static List<Source> r2dbc() {
    return List.of(
        Source.reactive("R2dbcPool", "r2dbc-postgresql-1.0.0.RELEASE", "r2dbc-pool-1.0.0.RELEASE"),
        Source.reactive("R2dbcPool", "r2dbc-postgresql-1.0.9.RELEASE", "r2dbc-pool-1.0.2.RELEASE"));
  }

  /**
   * Its login waits on an open socket. A socket that nobody closes takes a place in the server, for
   * as long as that waits for a login.
   */
  @ParameterizedTest
  @MethodSource("r2dbc")
  void leavesNoSocketOpenWhereItRefuses(Source source) {
    Map<String, String> settings = settings("1s");
    settings.put("VAULT_ADDR", "https://127.0.0.1:1");
    assertLeavesNoSocketOpen(settings, source, "Leasehold: binding default");
  }

  @Test
  void leavesNoSocketOpenWhereItsSettingsAreWrong() {
    Map<String, String> settings = settings("1s");
    settings.put("LEASEHOLD_MARGIN", "5");
    assertLeavesNoSocketOpen(settings, r2dbc().get(1), "a number without a unit");
  }

  private static void assertLeavesNoSocketOpen(
      Map<String, String> settings, Source source, String why) {
    try (Relay network = Relay.to(bed.postgres().port())) {
      String url = "jdbc:postgresql://127.0.0.1:" + network.port() + "/app";
      try (Workload workload = Workload.start(settings, url, source, 50).awaitReady()) {
        for (int i = 0; i < 5; i++) {
          assertThat(workload.on("none", "borrow")).contains(why);
        }
        Eventually.holds("no socket is open", BOUND, () -> network.connections() == 0);
        assertThat(network.accepted()).as("sockets").isGreaterThanOrEqualTo(5);
        workload.stop();
      }
    }
  }

  private static Workload workload(Source source) {
    return Workload.start(settings("2s"), bed.postgres().url(), source, 50, "SELECT true");
  }

  private static Map<String, String> settings(String firstCredentialTimeout) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MARGIN", "2s");
    settings.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", firstCredentialTimeout);
    return settings;
  }
}
