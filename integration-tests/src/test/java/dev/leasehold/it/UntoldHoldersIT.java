// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Ports;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holders of connections that nothing tells of a rotation, and pools that are told. Each is moved
 * to new sessions under load. {@code -Dleasehold.rotations=100} is the long form.
 */
class UntoldHoldersIT {

  private static final int MOST_ROTATIONS = 100;
  private static final int ROTATIONS =
      Math.min(MOST_ROTATIONS, Integer.getInteger("leasehold.rotations", 6));

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final int POOL_SIZE = 2;
  private static final String DRIVER = "postgresql-42.7.14";

  /**
   * A session that is being opened for the only move at a time, and some that the server still
   * ends.
   */
  private static final int PASSING = 4;

  private static final String OPENED = "leasehold_connections_opened_total{binding=\"default\"}";
  private static final String MOVED =
      "leasehold_connections_handed_over_total{binding=\"default\"}";

  private static final String PINNED =
      "leasehold_connections_pinned_total{binding=\"default\",reason=\"twophase\"}";

  /** Each of its transactions is prepared on two connections before it is committed. */
  private static final Holders TWO_PHASES =
      new Holders(
          "auto",
          List.of(
              new Holder(
                  "Atomikos' `AtomikosDataSourceBean`, with two-phase commits",
                  "AtomikosTwoPhase",
                  "transactions-jdbc-5.0.9",
                  "jakarta.transaction-api-1.3.3")));

  /** The second connection takes its time to prepare; the first connection is prepared by then. */
  private static final String TRANSFERS =
      "CREATE TABLE debits (id text); CREATE TABLE credits (id text);"
          + " CREATE FUNCTION vote() RETURNS trigger LANGUAGE plpgsql"
          + " AS 'BEGIN PERFORM pg_sleep(0.05 * random()); RETURN NULL; END';"
          + " CREATE CONSTRAINT TRIGGER vote AFTER INSERT ON credits"
          + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION vote()";

  /** Of a column that draws its value of a sequence. */
  private static final String RECEIPTS =
      "CREATE TABLE receipts (number bigserial PRIMARY KEY, content text)";

  private static final String HALVES =
      "SELECT id FROM debits d FULL JOIN credits c USING (id) WHERE d.id IS NULL OR c.id IS NULL";

  private static final String TRANSFERRED = "SELECT id FROM debits JOIN credits USING (id) LIMIT 1";

  /** The newer sessions for each transaction that an older role has prepared. */
  private static final String HELD_BACK =
      "SELECT count(*) FROM pg_prepared_xacts, pg_stat_activity WHERE usename LIKE 'v-%'"
          + " AND usesysid > (SELECT oid FROM pg_roles WHERE rolname = owner)";

  private static final String PREPARED = "SELECT gid, owner FROM pg_prepared_xacts";

  @AutoClose private static TestBed bed;

  /**
   * A holder of connections.
   *
   * @param title its name in the document
   * @param source the workload's class for it
   * @param libraries its artifact and version, and its further libraries
   */
  record Holder(String title, String source, String... libraries) {

    String library() {
      return libraries[0];
    }
  }

  /**
   * Holders in one application.
   *
   * @param handOver how their binding is set
   */
  record Holders(String handOver, int rotations, List<Holder> each) {

    Holders(String handOver, List<Holder> each) {
      this(handOver, ROTATIONS, each);
    }

    Source source() {
      Stream<String> libraries =
          Stream.concat(
                  Stream.of(DRIVER), each.stream().flatMap(one -> Arrays.stream(one.libraries())))
              .distinct();
      return new Source(
          each.stream().map(Holder::source).collect(Collectors.joining(",")), libraries.toList());
    }

    @Override
    public String toString() {
      return handOver + ": " + source().name();
    }
  }

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(60), Duration.ofMinutes(3)));
    bed.postgres().executeAsOwner(TRANSFERS);
    bed.postgres().executeAsOwner(RECEIPTS);
  }

  static List<Holders> holders() {
    return List.of(
        new Holders("auto", simple()),
        new Holders("auto", untoldPools()),
        new Holders("always", toldPools()),
        TWO_PHASES);
  }

  private static List<Holder> simple() {
    return List.of(
        new Holder("a `Connection` in a field", "FieldConnection", DRIVER),
        new Holder(
            "Spring's `SingleConnectionDataSource`",
            "SpringSingleConnection",
            "spring-jdbc-6.2.19"),
        new Holder("MyBatis' `PooledDataSource`", "MyBatis", "mybatis-3.5.19"),
        new Holder(
            "Narayana's `TransactionalDriver`",
            "Narayana",
            "narayana-jta-5.13.1.Final",
            "jboss-logging-3.4.3.Final",
            "jakarta.transaction-api-1.3.3"));
  }

  private static List<Holder> untoldPools() {
    String ironJacamar = "ironjacamar-jdbc-1.5.3.Final";
    return List.of(
        new Holder(
            "EclipseLink's own pools, with an identity column",
            "EclipseLink",
            "org.eclipse.persistence.core-2.7.15"),
        new Holder(
            "Atomikos' `AtomikosNonXADataSourceBean`",
            "Atomikos",
            "transactions-jdbc-5.0.9",
            "jakarta.transaction-api-1.3.3"),
        new Holder("IronJacamar without validation", "IronJacamar", ironJacamar),
        new Holder(
            "IronJacamar with `PostgreSQLValidConnectionChecker`",
            "IronJacamarWithChecker",
            ironJacamar));
  }

  private static List<Holder> toldPools() {
    return List.of(
        new Holder("Bitronix", "Bitronix", "btm-2.1.4"),
        new Holder("HikariCP", "Hikari", "HikariCP-7.1.0"),
        new Holder("Tomcat JDBC", "TomcatJdbc", "tomcat-jdbc-11.0.27"),
        new Holder("TomEE's default pool", "TomEe", "tomee-jdbc-9.1.3"));
  }

  /** With GlassFish's pool, where its server is asked for: that is 100 MB large. */
  static List<Holders> holdersAndServers() {
    List<Holders> all = new ArrayList<>(holders());
    all.remove(TWO_PHASES);
    if ("payara".equals(System.getProperty("leasehold.servers"))) {
      Holder payara = new Holder("GlassFish's pool", "Payara", "payara-micro-6.2025.10");
      all.add(new Holders("always", MOST_ROTATIONS, List.of(payara)));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("holdersAndServers")
  void keepTheirConnectionsThroughRotationsUnderLoad(Holders holders) {
    rotate(holders, holders.each().size());
  }

  /** While a role has a prepared transaction, none of its connections is moved. */
  @Test
  void keepThemToCommitInTwoPhases() {
    AtomicLong seen = new AtomicLong();
    try (Watch watch = Watch.start(bed.postgres()::connect, HELD_BACK, row -> add(row, seen))) {
      rotate(TWO_PHASES, POOL_SIZE);
      watch.again();
    }
    assertThat(seen).as("newer sessions beside a prepared transaction").hasPositiveValue();
    assertThat(bed.postgres().query(PREPARED)).isEmpty();
    assertThat(bed.postgres().query(HALVES)).isEmpty();
    assertThat(bed.postgres().query(TRANSFERRED)).isNotEmpty();
    Eventually.holds("no role is left", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  private static void add(ResultSet row, AtomicLong sum) throws SQLException {
    row.next();
    sum.addAndGet(row.getLong(1));
  }

  private static void rotate(Holders holders, int threads) {
    int metrics = Ports.free();
    int rotations = holders.rotations();
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        LeasedSessions sessions = LeasedSessions.start(bed.postgres());
        Workload workload = workload(holders, metrics)) {
      Set<String> first = usersOf(workload, holders);
      int opened = (int) MetricsPage.value(metrics, OPENED);
      int most = Math.min(2 * opened, opened + PASSING);
      double movedBefore = MetricsPage.value(metrics, MOVED);
      long begun = workload.generations();
      workload.load(threads);
      workload.awaitGeneration((int) begun + rotations, BOUND.plusSeconds(10L * rotations));
      workload.awaitQueries(rotations);
      workload.load(0);
      assertThat(workload.failures()).isEmpty();

      Eventually.holds("one session for each", BOUND, () -> sessions.now() == opened);
      assertThat(usersOf(workload, holders)).as("roles in use").doesNotContainAnyElementsOf(first);
      assertThat(MetricsPage.value(metrics, PINNED)).as("held by a prepared transaction").isZero();
      assertThat(MetricsPage.value(metrics, OPENED)).as("opened by a holder").isEqualTo(opened);
      assertThat(roles.most()).as("roles at once").isLessThanOrEqualTo(2);
      assertThat(MetricsPage.value(metrics, MOVED) - movedBefore)
          .as("moves: with two roles at once no connection skips a generation")
          .isGreaterThanOrEqualTo(opened * (rotations - 1));
      assertThat(sessions.most()).as("sessions at once").isLessThanOrEqualTo(most);
      Tally tally = workload.stop();
      assertThat(tally.failed()).isZero();
      assertThat(tally.wrong()).as("queries on a role past its lease").isZero();
      assertThat(workload.hasLogged("connections aborted")).isFalse();
    }
  }

  /** Borrows all that there is, and returns the roles of the sessions. */
  private static Set<String> usersOf(Workload workload, Holders holders) {
    int all = POOL_SIZE * holders.each().size();
    Set<String> users = new TreeSet<>();
    for (int i = 0; i < all; i++) {
      assertThat(workload.on("each-" + i, "borrow")).isEqualTo("borrowed");
      users.add(workload.on("each-" + i, "do", "SELECT session_user"));
    }
    for (int i = 0; i < all; i++) {
      workload.on("each-" + i, "release");
    }
    return users;
  }

  private static Workload workload(Holders holders, int metrics) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_HAND_OVER", holders.handOver());
    settings.put("LEASEHOLD_HAND_OVER_QUIET", "20ms");
    settings.put("LEASEHOLD_HAND_OVER_LOGINS", "1");
    settings.put("LEASEHOLD_MARGIN", "2s");
    settings.put("LEASEHOLD_REHEARSE", "3s");
    settings.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(metrics));
    return Workload.start(
            settings, bed.postgres().url(), holders.source(), Workload.ROLE_IS_VALID, POOL_SIZE)
        .awaitReady()
        .connectOnce();
  }
}
