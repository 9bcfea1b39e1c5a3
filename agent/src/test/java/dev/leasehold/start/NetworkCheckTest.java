// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.leasehold.lease.Generation;
import dev.leasehold.observe.OneLease;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NetworkCheckTest {

  private final List<Throwable> told = new ArrayList<>();

  @Test
  void looksAgainUntilAnObstacleIsOneToTellOf() {
    IOException passing = new IOException("Vault is away");
    SecurityException forbidden = new SecurityException("outbound_network is not entitled");
    Iterator<@Nullable Throwable> tries =
        Arrays.<@Nullable Throwable>asList(null, passing, forbidden, passing).iterator();
    check(tries).run(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    assertThat(told).containsExactly(passing, forbidden);
    assertThat(tries.next()).isEqualTo(passing);
  }

  @Test
  void endsWhereNothingIsInTheWay() {
    Iterator<@Nullable Throwable> tries = Arrays.<@Nullable Throwable>asList(null, null).iterator();
    check(tries).run(Duration.ZERO, Duration.ZERO);
    assertThat(tries.hasNext()).isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void beginsAtALaterLeaseWhereThereIsNoThreadAtTheFirst() throws Exception {
    List<String> starts = new ArrayList<>();
    NetworkCheck check =
        new NetworkCheck(
            () -> null,
            told::add,
            task ->
                new Thread(task) {
                  @Override
                  public void start() {
                    starts.add("tried");
                    if (starts.size() == 1) {
                      throw new OutOfMemoryError("unable to create native thread");
                    }
                  }
                });
    Generation lease = OneLease.generation("orders", "v-orders", Duration.ofMinutes(10));
    assertThatCode(() -> check.published(lease, "start")).doesNotThrowAnyException();
    assertThat(starts).hasSize(1);
    check.published(lease, "horizon");
    check.published(lease, "horizon");
    assertThat(starts).hasSize(2);
  }

  private NetworkCheck check(Iterator<@Nullable Throwable> tries) {
    return new NetworkCheck(
        tries::next,
        obstacle -> {
          told.add(obstacle);
          return obstacle instanceof SecurityException;
        });
  }
}
