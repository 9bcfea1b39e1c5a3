// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The promises for clients that never block; {@code -Dleasehold.rotations=100} is the long form.
 */
class ReactiveIT {

  private static final int ROTATIONS = Integer.getInteger("leasehold.rotations", 4);
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** The time that a busy machine may take. */
  private static final Duration RESTORED_WITHIN = Duration.ofSeconds(20);

  private static final Source R2DBC =
      Source.reactive("R2dbcPool", "r2dbc-postgresql-1.0.9.RELEASE", "r2dbc-pool-1.0.2.RELEASE");
  private static final Source VERTX =
      Source.reactive("VertxBuilder", "vertx-pg-client-5.0.7", "scram-client-3.2");
  static final List<Source> EVERY =
      List.of(
          Source.reactive(
              "R2dbcPool", "r2dbc-postgresql-1.0.0.RELEASE", "r2dbc-pool-1.0.0.RELEASE"),
          R2DBC,
          Source.reactive("VertxPgPool", "vertx-pg-client-4.4.2", "client-2.1"),
          Source.reactive("VertxBuilder", "vertx-pg-client-4.5.27", "scram-client-3.2"),
          VERTX);

  /** Spring Boot puts it between driver and pool where it is on the class path. */
  static final Source PROXIED =
      Source.reactive(
          "R2dbcProxied",
          "r2dbc-proxy-1.1.6.RELEASE",
          "r2dbc-postgresql-1.0.9.RELEASE",
          "r2dbc-pool-1.0.2.RELEASE");

  /** The clients without a pool, and the class that stands for each in the log. */
  private static final Map<Source, String> UNPOOLED =
      Map.of(
          Source.reactive("R2dbcUnpooled", "r2dbc-postgresql-1.0.9.RELEASE"),
          "io.r2dbc.postgresql.client.ReactorNettyClient (r2dbc-postgresql-1.0.9.RELEASE.jar",
          Source.reactive("VertxSubscriber", "vertx-pg-client-5.0.7", "scram-client-3.2"),
          "io.vertx.pgclient.impl.PgSocketConnection (vertx-pg-client-5.0.7.jar");

  private static final String KEPT = " of its connections are still open, which were opened by ";

  private static final String PID = "SELECT pg_backend_pid()";

  private static final long OLD_NANOS = Duration.ofMillis(1_500).toNanos();

  /** Short, for tests of its end. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  /** Long enough for a busy machine to give each connection its turn before the end. */
  private static final Duration LONG_LEASE = Duration.ofSeconds(40);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, Duration.ofMinutes(1)));
    bed.postgres().executeAsOwner("CREATE TABLE IF NOT EXISTS orders (id bigint)");
    bed.postgres().query("CREATE ROLE reporting LOGIN PASSWORD 'static-and-good' IN ROLE app_rw");
  }

  /** The newest of each client. */
  static List<Source> newest() {
    return List.of(R2DBC, VERTX);
  }

  @Test
  void failsNoQueryInRotationsUnderLoad() {
    bed.vault().database().role(TestBed.ROLE, LONG_LEASE, Duration.ofMinutes(2));
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        Fleet fleet = Fleet.start(EVERY, ReactiveIT::rotating)) {
      fleet.each((source, workload) -> workload.load(8));
      fleet.each(
          (source, workload) ->
              workload.awaitGeneration(ROTATIONS + 1, Duration.ofSeconds(60 + ROTATIONS * 5L)));
      fleet.each((source, workload) -> workload.awaitQueries(ROTATIONS * 20L));
      fleet.each((source, workload) -> workload.load(0));
      fleet.each(ReactiveIT::assertNothingFailed);
      assertThat(roles.most()).as("roles at once").isLessThanOrEqualTo(2 * EVERY.size());
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    } finally {
      bed.vault().database().role(TestBed.ROLE, LEASE, Duration.ofMinutes(1));
    }
  }

  private static void assertNothingFailed(Source source, Workload workload) {
    Tally tally = workload.stop();
    System.out.println(source + ": " + tally);
    assertThat(workload.failures()).as("%s", source).isEmpty();
    assertThat(tally.wrong()).as("%s: statements on a role past its lease", source).isZero();
  }

  @Test
  void letsIdleConnectionsGoAtOnceAndBorrowedOnesAtTheEndOfTheirLease() {
    Map<Source, String> idle = new HashMap<>();
    Map<Source, String> held = new HashMap<>();
    List<Source> every = Stream.concat(EVERY.stream(), Stream.of(PROXIED)).toList();
    try (Fleet fleet = Fleet.start(every, ReactiveIT::rotating)) {
      fleet.each(
          (source, workload) -> {
            workload.on("held", "borrow");
            workload.on("idle", "borrow");
            workload.on("held", "begin");
            held.put(source, workload.on("held", "do", PID));
            idle.put(source, workload.on("idle", "do", PID));
            workload.on("idle", "release");
          });
      fleet.each(
          (source, workload) -> {
            Eventually.holds("the idle one goes", BOUND, () -> !isOpen(idle, source));
            Eventually.holds("the held one goes", BOUND, () -> !isOpen(held, source));
            workload.awaitLog("connections aborted: 1", BOUND);
            assertThat(workload.on("held", "do", "SELECT 1")).startsWith("failed ");
            workload.on("held", "release");
            assertThat(workload.stop().failed()).isZero();
            assertThat(workload.application().errors().count(line -> line.contains("aborted: ")))
                .as("only the held one had to be ended")
                .isEqualTo(1);
            assertThat(workload.hasLogged(KEPT)).as("a pool that is told").isFalse();
          });
    }
  }

  @Test
  void namesTheClientWhoseConnectionsNoPoolLetsGoOf() {
    List<Source> sources = List.copyOf(UNPOOLED.keySet());
    try (Fleet fleet = Fleet.start(sources, ReactiveIT::rotating)) {
      fleet.each((source, workload) -> workload.on("held", "borrow"));
      fleet.each(
          (source, workload) -> {
            workload.awaitLog(BOUND, " WARN ", KEPT + UNPOOLED.get(source));
            workload.on("held", "release");
            workload.stop();
          });
    }
  }

  private static <K> boolean isOpen(Map<K, String> rows, K key) {
    String pid = Objects.requireNonNull(rows.get(key)).substring("row ".length());
    return !bed.postgres().query("SELECT 1 FROM pg_stat_activity WHERE pid = " + pid).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("newest")
  void restoresServiceByOneRefreshWhenTheRoleIsDroppedUnderLiveConnections(Source source) {
    try (Workload workload =
        workload(Workload.settings(bed), source, 50, "SELECT count(*) >= 0 FROM orders")) {
      workload.awaitReady().load(8);
      workload.awaitGeneration(1, BOUND);
      Eventually.holds("the load runs", BOUND, () -> workload.tally().queries() > 100);
      bed.postgres().dropRole(bed.postgres().ephemeralRoles().get(0));
      long dropped = System.nanoTime();
      workload.awaitGeneration(2, BOUND);
      assertThat(workload.awaitHealthySince(dropped, BOUND))
          .as("from the drop to the last failure")
          .isLessThan(RESTORED_WITHIN);
      assertThat(workload.generations()).as("one refresh").isEqualTo(2);
      workload.load(0);
      workload.stop();
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    }
  }

  /** Connections that are less than a second old stay, so the test waits until all are older. */
  @Test
  void letsTheIdleConnectionsOfAGenerationGoAtOnceWhenTheServerEndsOne() {
    try (Workload workload =
        workload(Workload.settings(bed), R2DBC, 50, "SELECT true").awaitReady()) {
      Map<String, String> rows = new HashMap<>();
      List<String> all = List.of("used", "first", "second", "third");
      all.forEach(name -> workload.on(name, "borrow"));
      all.forEach(name -> rows.put(name, workload.on(name, "do", PID)));
      List<String> idle = all.subList(1, all.size());
      idle.forEach(name -> workload.on(name, "release"));
      long since = System.nanoTime();
      Eventually.holds("all are old enough", BOUND, () -> System.nanoTime() - since > OLD_NANOS);
      String used = Objects.requireNonNull(rows.get("used")).substring("row ".length());
      bed.postgres().query("SELECT pg_terminate_backend(" + used + ")");
      Eventually.holds(
          "the idle ones go", BOUND, () -> idle.stream().noneMatch(name -> isOpen(rows, name)));
      assertThat(workload.on("used", "do", "SELECT 1")).startsWith("failed ");
      assertThat(workload.generations()).as("no rotation").isEqualTo(1);
      workload.on("used", "release");
      workload.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("newest")
  void beginsSessionsAsTheRoleThatIsSetAndUnderANameThatIsFound(Source source) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_SET_ROLE", "app_rw");
    settings.put("HOSTNAME", "orders-7d9c5b8f6-x2x9k");
    try (Workload workload = workload(settings, source, 50, "SELECT true").awaitReady()) {
      workload.on("a", "borrow");
      workload.on("a", "do", "RESET ALL");
      assertThat(
              workload.on(
                  "a", "do", "SELECT current_user || ' ' || current_setting('application_name')"))
          .matches("row app_rw leasehold/orders-7d9c5b8f6-x2x9k/[0-9a-f]{8}");
      assertThat(workload.on("a", "do", "CREATE TABLE made_at_start (id int)"))
          .startsWith("failed ")
          .contains("permission denied");
      workload.awaitLog(BOUND, " INFO ", "(SQLState 42501)", "grant it to app_rw");
      workload.on("a", "release");
      workload.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("newest")
  void saysWhichRoleACredentialMayNotTakeOn(Source source) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_SET_ROLE", "app_owner");
    try (Workload workload = workload(settings, source, 50, "SELECT true").awaitReady()) {
      assertThat(workload.on("a", "borrow")).startsWith("failed ").contains("app_owner");
      workload.awaitLog("may not take on the role app_owner of leasehold.set-role", BOUND);
      workload.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("newest")
  void observesWithoutTouchingAConnection(Source source) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MODE", "observe");
    Workload.Login own = new Workload.Login("reporting", "static-and-good");
    try (Workload workload =
        Workload.start(settings, bed.postgres().url(), source, 50, "SELECT true", own)) {
      workload.awaitReady().on("a", "borrow");
      assertThat(workload.on("a", "do", "SELECT current_user")).isEqualTo("row reporting");
      workload.awaitLog(
          BOUND, "observed, not touched", "as reporting would get a credential", "binding default");
      workload.on("a", "release");
      workload.stop();
    }
  }

  private static Workload rotating(Source source) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "2500ms");
    settings.put("LEASEHOLD_MARGIN", "2s");
    settings.put("LEASEHOLD_URL", bed.postgres().url());
    return workload(settings, source, 300, Workload.ROLE_IS_VALID);
  }

  private static Workload workload(
      Map<String, String> settings, Source source, int maxTransactionMillis, String sql) {
    return Workload.start(settings, bed.postgres().url(), source, maxTransactionMillis, sql);
  }
}
