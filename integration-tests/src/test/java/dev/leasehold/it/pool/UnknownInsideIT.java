// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Source;
import dev.leasehold.it.Tally;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools whose class is known and whose inside is not, as that of a version to come may be. */
class UnknownInsideIT {

  private static final Duration BOUND = Duration.ofMinutes(3);
  private static final int THREADS = 4;

  private static final String NONE = "none borrowed";

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(20), Duration.ofMinutes(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "TomcatJdbc, tomcat-jdbc-11.0.27, org/apache/tomcat/jdbc/pool/ConnectionPool.idle",
    "TomcatJdbc, tomcat-jdbc-11.0.27, org/apache/tomcat/jdbc/pool/ConnectionPool.release",
    "Dbcp2, commons-dbcp2-2.14.0, org/apache/commons/dbcp2/PoolableConnectionFactory.pool",
    "Agroal, agroal-pool-3.2.1, io/agroal/pool/ConnectionPool.allConnections",
    "Druid, druid-1.2.28, com/alibaba/druid/pool/DruidDataSource.connections",
    "Vibur, vibur-dbcp-26.0, org/vibur/objectpool/ConcurrentPool.available",
    "C3p0, c3p0-0.14.1, com/mchange/v2/resourcepool/BasicResourcePool.managed",
    "BoneCp, bonecp-0.8.0.RELEASE, com/jolbox/bonecp/ConnectionHandle.internalClose",
    "Hibernate, hibernate-core-6.6.53.Final, org/hibernate/engine/jdbc/connections/internal/"
        + "DriverManagerConnectionProviderImpl.state",
  })
  @Execution(ExecutionMode.CONCURRENT)
  void connectionsEndByTheLedgerAndOneLineSaysSo(String pool, String library, String member) {
    try (Workload workload = start(pool, library, member)) {
      int generation = letTwoLieIdle(workload);
      String name = " generation " + generation + " (";
      workload.awaitLog(BOUND, name, "lease at its end, connections aborted: ");
      workload.awaitLog(BOUND, name, "last connection closed");
      awaitService(workload);
      Tally tally = workload.stop();
      assertThat(tally.wrong()).as("statements on a role past its lease").isZero();
      assertThat(warnings(workload))
          .singleElement()
          .asString()
          .contains(
              library.substring(0, library.lastIndexOf('-') + 1) + BentLibrary.VERSION + ".jar",
              " could not be told to evict: ",
              member.substring(member.indexOf('.')) + " is not there, or hidden",
              "aborted at the end of its lease");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aPoolWhoseStartIsNotKnownIsNamedWhenItIsLoaded() {
    String method = "org/apache/commons/dbcp2/PoolableConnectionFactory.setPool";
    try (Workload workload = start("Dbcp2", Source.DBCP2.library(), method)) {
      String name = " generation " + letTwoLieIdle(workload) + " (";
      workload.awaitLog(BOUND, name, "lease at its end, connections aborted: ");
      awaitService(workload);
      assertThat(workload.stop().wrong()).as("statements on a role past its lease").isZero();
      assertThat(workload.application().errors().all())
          .filteredOn(line -> line.contains("pool is not known"))
          .singleElement()
          .asString()
          .contains(
              "PoolableConnectionFactory (commons-dbcp2-" + BentLibrary.VERSION + ".jar)",
              "is used as it is",
              "aborted at the end of its lease");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anotherHikariCpIsToldByWhatItOffersToAll() {
    String field = "com/zaxxer/hikari/pool/HikariPool.connectionBag";
    try (Workload workload = start("Hikari", Source.HIKARI.library(), field)) {
      String name = " generation " + letTwoLieIdle(workload) + " (";
      workload.awaitLog(BOUND, name, "last connection closed");
      assertThat(workload.hasLogged(name, "connections aborted")).isFalse();
      workload.stop();
      assertThat(warnings(workload)).isEmpty();
    }
  }

  private static Workload start(String pool, String library, String member) {
    Path bent = BentLibrary.of(library, member);
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "6s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    Source source = Source.pool(pool, bent.toString());
    return Workload.start(settings, bed.postgres().url(), source, 100).awaitReady();
  }

  /**
   * Returns the generation of the two connections that the pool has then. On a busy machine they
   * may be replaced or aborted before they are back, so that the pool does not keep them. Then two
   * others are lent.
   */
  private static int letTwoLieIdle(Workload workload) {
    long bound = System.nanoTime() + BOUND.toNanos();
    while (System.nanoTime() < bound) {
      String one = borrow(workload, "one");
      String two = borrow(workload, "two");
      release(workload, "one", one);
      release(workload, "two", two);
      if (one.startsWith("row v-") && one.equals(two)) {
        int generation = workload.awaitGenerationOf(one.replace("row ", ""), BOUND);
        if (!workload.hasLogged(" generation " + generation + " (", ": retired, ")) {
          return generation;
        }
      }
      workload.awaitGeneration((int) workload.generations() + 1, BOUND); // The next is far away.
    }
    throw new AssertionError("no two connections of one generation within " + BOUND);
  }

  /** Returns the row with the user of the connection's session, or the failure. */
  private static String borrow(Workload workload, String name) {
    String answer = workload.on(name, "borrow");
    return answer.equals("borrowed") ? workload.on(name, "do", "SELECT session_user") : NONE;
  }

  private static void release(Workload workload, String name, String borrowed) {
    if (!borrowed.equals(NONE)) {
      workload.on(name, "release");
    }
  }

  /** The pool serves on, though it may lend once a connection that was closed under it. */
  private static void awaitService(Workload workload) {
    workload.load(THREADS);
    Eventually.holds("the load runs", BOUND, () -> workload.tally().queries() > 100);
    workload.load(0);
  }

  private static List<String> warnings(Workload workload) {
    return workload.application().errors().all().stream()
        .filter(line -> line.contains(" WARN ") && line.contains(" the pool "))
        .toList();
  }
}
