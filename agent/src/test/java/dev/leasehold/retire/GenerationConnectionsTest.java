// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.observe.OneLease;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GenerationConnectionsTest {

  /** The ledger looks around for the first one; for each it would run while all others connect. */
  @Test
  void onlyTheFirstConnectionEverIsTheFirst() throws Exception {
    GenerationConnections cohort =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    assertThat(cohort.enter()).isTrue();
    assertThat(cohort.opened()).isTrue();
    cohort.leave();
    assertThat(cohort.enter()).isTrue();
    assertThat(cohort.opened()).isFalse();
    assertThat(cohort.held()).isEqualTo(1);
  }

  @Test
  void oneThatIsRetiredDrainsWithItsLastConnectionAndLetsNothingInAnyMore() throws Exception {
    GenerationConnections cohort =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    ClockReading now = LeaseClock.system().now();
    assertThat(cohort.enter()).isTrue();
    assertThat(cohort.enter()).isTrue();
    cohort.opened();
    assertThat(cohort.drain(now)).as("it is not retired").isFalse();
    cohort.retire(now);
    cohort.leave();
    assertThat(cohort.drain(now)).as("one is being opened").isFalse();
    cohort.failed();
    assertThat(cohort.drain(now)).isTrue();
    assertThat(cohort.isDrained()).isTrue();
    assertThat(cohort.enter()).isFalse();
    assertThat(cohort.held()).isZero();
  }

  /** Its threads are the application's, and never wait for one another. */
  @Test
  void countsRightFromManyThreads() throws Exception {
    GenerationConnections cohort =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              cohort.enter();
              if (i % 2 == 0) {
                cohort.opened();
              } else {
                cohort.failed();
              }
            });
    assertThat(cohort.held()).isEqualTo(10_000);
  }
}
