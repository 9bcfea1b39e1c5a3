// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Source;
import dev.leasehold.it.Tally;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Agroal as its defaults make it: it does not look whether a connection that it lends is still
 * open.
 */
class ClosedUnderPoolIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final int THREADS = 4;

  /** More than the pool has, so that without help it could lend closed connections only. */
  private static final int ABORTED = 3 * Workload.POOL_SIZE;

  /** So many that each connection of the pool is lent again and again. */
  private static final int QUERIES = 20 * Workload.POOL_SIZE;

  @Test
  void connectionsThatTheApplicationAbortedAreLentNoMoreWhileNoGenerationIsRetired() {
    try (TestBed bed = TestBed.start();
        Workload workload =
            Workload.start(Workload.settings(bed), bed.postgres().url(), Source.AGROAL, 50)) {
      workload.awaitReady().load(THREADS);
      Eventually.holds("the load runs", BOUND, () -> workload.tally().queries() > 100);
      workload.ask("abort " + ABORTED, "aborting");
      Eventually.holds(
          "all are aborted", BOUND, () -> workload.ask("misdeeds", "misdeeds ").endsWith(" 0"));
      long aborted = workload.tally().queries();
      Eventually.holds(
          "the pool lends what is open",
          BOUND,
          () -> isHealthy(workload.tally()) && workload.tally().queries() > aborted + QUERIES);
      Tally tally = workload.stop();
      assertThat(workload.generations()).isEqualTo(1);
      assertThat(tally.wrong()).as("statements on a role past its lease").isZero();
    }
  }

  private static boolean isHealthy(Tally tally) {
    return tally.failed() == 0 || tally.millisSinceFailure() > 2_000;
  }
}
