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

  /** The first connection wakes the ledger. If each did, it would run while all others connect. */
  @Test
  void onlyTheFirstConnectionEverIsTheFirst() throws Exception {
    GenerationConnections group =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    assertThat(group.enter()).isTrue();
    assertThat(group.opened()).isTrue();
    group.leave();
    assertThat(group.enter()).isTrue();
    assertThat(group.opened()).isFalse();
    assertThat(group.held()).isEqualTo(1);
  }

  @Test
  void oneThatIsRetiredDrainsWithItsLastConnectionAndLetsNothingInAnyMore() throws Exception {
    GenerationConnections group =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    ClockReading now = LeaseClock.system().now();
    assertThat(group.enter()).isTrue();
    assertThat(group.enter()).isTrue();
    group.opened();
    assertThat(group.drain(now)).as("it is not retired").isFalse();
    group.retire(now);
    group.leave();
    assertThat(group.drain(now)).as("one is being opened").isFalse();
    group.failed();
    assertThat(group.drain(now)).isTrue();
    assertThat(group.isDrained()).isTrue();
    assertThat(group.enter()).isFalse();
    assertThat(group.held()).isZero();
  }

  /** Its threads are the application's, and never wait for one another. */
  @Test
  void countsRightFromManyThreads() throws Exception {
    GenerationConnections group =
        new GenerationConnections(OneLease.generation("orders", "role", Duration.ofMinutes(10)));
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              group.enter();
              if (i % 2 == 0) {
                group.opened();
              } else {
                group.failed();
              }
            });
    assertThat(group.held()).isEqualTo(10_000);
  }
}
