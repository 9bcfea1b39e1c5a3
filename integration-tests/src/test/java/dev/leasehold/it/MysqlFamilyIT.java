// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MySQL's and MariaDB's drivers on a real MariaDB, with Vault's MySQL plugin. */
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class MysqlFamilyIT {

  private static final String ROLE = "stock";
  private static final int ROTATIONS = 3;
  private static final Duration BOUND = Duration.ofSeconds(90);

  /** Long enough for a busy machine to give each connection its turn before the end. */
  private static final Duration LEASE = Duration.ofSeconds(40);

  /** The time that a busy machine may take. */
  private static final Duration RESTORED_WITHIN = Duration.ofSeconds(20);

  private static final int THREADS = 6;

  /** HikariCP has a borrower wait while it cannot open a connection. */
  private static final int MOST_IN_A_SECOND = 20;

  private static final String SQL = "SELECT count(*) >= 0 FROM orders";

  private static TestBed bed;
  private static MariaDbServer mariadb;

  /** A way to connect. */
  enum Way {
    MYSQL_IN_A_POOL("mysql", "Hikari", "HikariCP-7.1.0", "mysql-connector-j-9.7.0"),
    OLD_MYSQL_WITHOUT_A_POOL("mysql", "Unpooled", "mysql-connector-java-5.1.49"),
    MARIADB_IN_A_POOL("mariadb", "Hikari", "HikariCP-7.1.0", "mariadb-java-client-3.5.11"),
    OLD_MARIADB_IN_A_POOL("mariadb", "Hikari", "HikariCP-7.1.0", "mariadb-java-client-2.7.13");

    private final String subprotocol;
    private final Source source;

    Way(String subprotocol, String name, String... libraries) {
      this.subprotocol = subprotocol;
      this.source = new Source(name, List.of(libraries));
    }

    Workload rotating() {
      Map<String, String> settings = settings();
      settings.put("LEASEHOLD_ROTATE_AFTER", "2500ms");
      return start(settings, 500);
    }

    /** Its credential is replaced by nothing but a rejection, for the length of a test. */
    Workload steady() {
      return start(settings(), 50);
    }

    private static Map<String, String> settings() {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("LEASEHOLD_CREDS", "database/creds/" + ROLE);
      settings.put("LEASEHOLD_MARGIN", "2s");
      return settings;
    }

    /** The same as modules of a layer that open nothing. */
    Workload rotatingInALayer() {
      Map<String, String> settings = settings();
      settings.put("LEASEHOLD_ROTATE_AFTER", "2500ms");
      return Workload.launch(
          settings, StrictLayer.command(source), source, mariadb.url(subprotocol), SQL);
    }

    private Workload start(Map<String, String> settings, int maxTransactionMillis) {
      return Workload.start(settings, mariadb.url(subprotocol), source, maxTransactionMillis, SQL)
          .awaitReady();
    }
  }

  @BeforeAll
  static void start() {
    mariadb = MariaDbServer.launch();
    mariadb.query("CREATE TABLE orders (id BIGINT)");
    bed = TestBed.start();
    bed.vault().database().connect(mariadb);
    bed.vault().database().mysqlRole(ROLE, LEASE, Duration.ofMinutes(10));
    bed.vault()
        .jwt(bed.issuer())
        .role(TestBed.ROLE, TestBed.ACCOUNT, TokenTerms.of(bed.vault().appPolicy(ROLE)));
  }

  @AfterAll
  static void stop() {
    bed.close();
    mariadb.close();
  }

  @ParameterizedTest
  @EnumSource
  void failsNoQueryWhenTheCredentialRotates(Way way) {
    try (RoleWatch users = RoleWatch.start(mariadb);
        Workload workload = way.rotating()) {
      workload.load(THREADS);
      workload.awaitGeneration(ROTATIONS + 1, BOUND);
      workload.load(0);
      Tally tally = workload.stop();
      assertThat(workload.failures()).isEmpty();
      assertThat(tally.queries()).isPositive();
      assertThat(users.most()).as("users at once").isLessThanOrEqualTo(2);
      assertThat(mariadb.ephemeralUsers()).as("users left behind").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_IN_A_POOL", "MARIADB_IN_A_POOL"})
  void rotatesAsModulesThatOpenNothing(Way way) {
    try (Workload workload = way.rotatingInALayer()) {
      workload.rotateTo(3);
      assertThat(workload.hasLogged("could not be told to evict")).isFalse();
      assertThat(workload.hasLogged(" ERROR ")).isFalse();
    }
    assertThat(mariadb.ephemeralUsers()).as("users left behind").isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_IN_A_POOL", "MARIADB_IN_A_POOL"})
  void recoversWhenTheLeaseIsRevoked(Way way) {
    try (Workload workload = way.steady()) {
      workload.load(THREADS);
      workload.awaitGeneration(1, BOUND);
      Eventually.holds("the load runs", BOUND, () -> workload.tally().queries() > 100);
      long revoked = System.nanoTime();
      bed.vault().revokePrefix("database/creds/" + ROLE);
      workload.awaitGeneration(2, BOUND);
      Duration failing = workload.awaitHealthySince(revoked, BOUND);
      assertThat(failing).isLessThan(RESTORED_WITHIN);
      workload.load(0);
      workload.stop();
      assertThat(workload.failures())
          .isNotEmpty()
          .as("one of each connection, and of each thread that waits for one")
          .hasSizeLessThanOrEqualTo(mostFailures(failing))
          .allMatch(failure -> failure.matches("failure (08|28000|42000|HY000|70100).*"));
      assertThat(mariadb.ephemeralUsers()).as("users left behind").isEmpty();
    }
  }

  /** The server ends sessions without a word, so that each of the pool's may be lent once more. */
  private static int mostFailures(Duration failing) {
    return Workload.POOL_SIZE + THREADS + MOST_IN_A_SECOND * (1 + (int) failing.toSeconds());
  }
}
