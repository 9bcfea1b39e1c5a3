// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationUnderLoadIT {

  private static final int ROTATIONS = Integer.getInteger("leasehold.rotations", 100);

  /** With a thousand rotations there are to be a million queries: shorter transactions. */
  private static final boolean LONG = ROTATIONS >= 1_000;

  private static final int ROTATE_AFTER_MILLIS = LONG ? 2_500 : 1_500;

  /** Some transactions last nearly as long as a generation. */
  private static final int MAX_TRANSACTION_MILLIS = LONG ? 30 : 1_200;

  /** How many bytes the heap may differ by from one look to the next. */
  private static final long GROWTH = 2L << 20;

  /** How many objects of the agent's may come and go; one kept for each third rotation is more. */
  private static final long OBJECTS = 25;

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String CAPPED = "capped";

  /** Long enough for a busy machine to give each connection its turn before the end. */
  private static final Duration LEASE = Duration.ofSeconds(40);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start(TestBedOptions.defaults().withLease(LEASE, Duration.ofMinutes(2)));
  }

  @Test
  void failsNoQueryAndGrowsNothingInAHundredRotationsUnderLoad() {
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        SessionWatch sessions = SessionWatch.start(bed.postgres());
        Workload workload = start(Source.HIKARI, MAX_TRANSACTION_MILLIS)) {
      Footprint early = rotateTo(workload, ROTATIONS / 5);
      Footprint midway = rotateTo(workload, ROTATIONS / 2);
      Footprint late = rotateTo(workload, ROTATIONS);
      System.out.printf("early: %s%nmidway: %s%nlate: %s%n", early, midway, late);
      assertThat(late.heapBytes()).as("heap").isLessThan(early.heapBytes() + GROWTH);
      assertThat(late.agentObjects())
          .as("the agent's objects")
          .isLessThan(early.agentObjects() + OBJECTS);
      assertThat(late.threads()).as("threads").isLessThanOrEqualTo(early.threads() + 2);
      awaitEmptyLedger(workload);
      Tally tally = stop(workload, roles, sessions);
      System.out.printf(
          "%d rotations, %d roles at most at once, %s%n", ROTATIONS, roles.most(), tally);
      assertThat(tally.queries()).isGreaterThan(LONG ? 1_000_000L : ROTATIONS * 15L);
    }
  }

  /** Runs the load until there have been so many rotations, and looks when nothing runs. */
  private static Footprint rotateTo(Workload workload, int rotations) {
    workload.load(8);
    workload.awaitGeneration(rotations + 1, bound(rotations));
    workload.load(0);
    assertThat(workload.failures()).isEmpty();
    Footprint footprint = Footprint.leastOf(workload.application().handle());
    assertThat(footprint.ledgerEntries()).as("the pool's connections").isBetween(1L, 40L);
    return footprint;
  }

  private static void awaitEmptyLedger(Workload workload) {
    workload.ask("close", "closed");
    Eventually.holds(
        "the ledger is empty",
        BOUND,
        () -> Footprint.of(workload.application().handle()).ledgerEntries() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.7.9", "4.0.3", "5.1.0"})
  void failsNoQueryOnOtherVersionsOfHikari(String version) {
    rotate(Source.hikari(version), 5, 500);
  }

  @Test
  void failsNoQueryWithoutAPool() {
    rotate(Source.DRIVER_MANAGER, 5, 500);
  }

  @Test
  void failsNoQueryWithTheOldestDriver() {
    rotate(Source.OLD_DRIVER, 3, 200);
  }

  @Test
  void failsNoQueryInARehearsal() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_REHEARSE", "2s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    rotate(settings, 4, "(rehearsal)");
  }

  @Test
  void failsNoQueryWhereTheMountsMaximumTtlIsBelowTheRolesTtl() {
    bed.vault().database().role(CAPPED, LEASE, Duration.ofMinutes(2));
    TokenTerms terms = TokenTerms.of(bed.vault().appPolicy(CAPPED));
    bed.vault().jwt(bed.issuer()).role(CAPPED, TestBed.ACCOUNT, terms);
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_CREDS", "database/creds/" + CAPPED);
    settings.put("LEASEHOLD_AUTH_ROLE", CAPPED);
    settings.put("LEASEHOLD_MARGIN", "2s");
    bed.vault().database().maxLeaseTtl(Duration.ofSeconds(15));
    try {
      rotate(settings, 3, " s at most (", "the lease is near its maximum TTL");
    } finally {
      bed.vault().database().maxLeaseTtl(Duration.ZERO);
    }
  }

  /** Rotates under load up to a generation; of each the log has a line with all of these parts. */
  private static void rotate(Map<String, String> settings, int last, String... parts) {
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        SessionWatch sessions = SessionWatch.start(bed.postgres());
        Workload workload =
            Workload.start(settings, bed.postgres().url(), Source.HIKARI, 500).awaitReady()) {
      workload.load(4);
      for (int generation = 2; generation <= last; generation++) {
        String current = "generation " + generation + " is current";
        workload.awaitLog(
            BOUND, Stream.concat(Stream.of(parts), Stream.of(current)).toArray(String[]::new));
      }
      workload.load(0);
      stop(workload, roles, sessions);
    }
  }

  private static void rotate(Source source, int rotations, int maxTransactionMillis) {
    try (RoleWatch roles = RoleWatch.start(bed.postgres());
        SessionWatch sessions = SessionWatch.start(bed.postgres());
        Workload workload = start(source, maxTransactionMillis)) {
      workload.load(8);
      workload.awaitGeneration(rotations + 1, bound(rotations));
      workload.load(0);
      stop(workload, roles, sessions);
    }
  }

  private static Duration bound(int rotations) {
    return BOUND.plusSeconds(rotations * 10L);
  }

  private static Workload start(Source source, int maxTransactionMillis) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", ROTATE_AFTER_MILLIS + "ms");
    settings.put("LEASEHOLD_MARGIN", "1s");
    Source compiled = source.withBothCompilers();
    return Workload.start(settings, bed.postgres().url(), compiled, maxTransactionMillis)
        .awaitReady();
  }

  private static Tally stop(Workload workload, RoleWatch roles, SessionWatch sessions) {
    Tally tally = workload.stop();
    assertThat(workload.failures()).isEmpty();
    assertThat(tally.failed()).isZero();
    assertThat(tally.wrong()).as("statements on a role past its lease").isZero();
    assertThat(sessions.most()).as("sessions past the deadline").isZero();
    assertThat(roles.most()).as("roles at once").isLessThanOrEqualTo(2);
    assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    return tally;
  }
}
