// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The statements of docs/compatibility.md about programs that keep a connection for themselves. */
@Execution(ExecutionMode.CONCURRENT)
class FrameworksIT {

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(20), Duration.ofMinutes(1)));
    bed.postgres().allowMigrations();
    Jobs.prepare(bed);
    TwoPhase.prepare(bed);
    Brokers.prepare(bed);
  }

  @Test
  void flywayMigratesAcrossARotationAndRollsBackWhatIsLongerThanItsLease() {
    FlywayMigration.run(bed);
  }

  @Test
  void liquibaseChangesAcrossARotationAndLeavesItsLockWhenAChangeIsLongerThanItsLease() {
    LiquibaseChange.run(bed);
  }

  @Test
  void notificationsAreHeardUpToTheDeadlineAndAfterListeningAgain() {
    Ear.run(bed);
  }

  @Test
  void micronautHasTheMetricsInItsOwnRegistry() {
    MicronautMeters.run(bed);
  }

  @Test
  void replicationGoesOnFromItsSlotAfterEachDeadline() {
    Replica.run(bed);
  }

  @ParameterizedTest
  @CsvSource({"hikaricp, HikariCP-7.1.0", "c3p0, c3p0-0.9.5.5"})
  void quartzRunsEachJobAcrossRotations(String provider, String pool) {
    Jobs.run(bed, provider, pool);
  }

  @Test
  void aBrokerLosesTheLockThatItsConnectionHolds() {
    Brokers.losesTheLockOnARow(bed);
  }

  @Test
  void aBrokerWhoseLockIsRenewedStaysTheOnlyMasterAcrossLeases() {
    Brokers.keepsTheLockThatIsRenewed(bed);
  }

  @Test
  void aPreparedTransactionIsCommittedAfterARotationByTheConnectionThatPreparedIt() {
    TwoPhase.commitsOnTheConnectionThatPrepared(bed);
  }

  @Test
  void aPreparedTransactionIsOutOfReachOfTheNextRoleOnceItsConnectionIsLost() {
    TwoPhase.isRefusedToTheNextRole(bed);
  }

  @Test
  void aPreparedTransactionIsCommittedByTheNextRoleWhereBothActAsTheirGroup() {
    TwoPhase.commitsByTheNextRoleOfTheGroup(bed);
  }
}
