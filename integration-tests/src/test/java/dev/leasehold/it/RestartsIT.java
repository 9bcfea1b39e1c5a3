// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Relay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An application that is started and ended again and again, in good order and by SIGTERM. It ends
 * under load, while it logs in to Vault, and while it waits for its first credential. {@code
 * -Dleasehold.restarts=1000} is the long form.
 */
class RestartsIT {

  private static final int RESTARTS = Integer.getInteger("leasehold.restarts", 20);
  private static final int AT_ONCE = 2;
  private static final int NOT_FOUND = 404;
  private static final Duration BOUND = Duration.ofSeconds(60);

  @AutoClose private static TestBed bed;

  /** With leases that outlast the test: none ends by itself. */
  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofHours(4), Duration.ofHours(8)));
  }

  @Test
  void leaveNoRoleAndNoLeaseBehind() throws Exception {
    ExecutorService lanes = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<Long>> published =
        IntStream.range(0, RESTARTS).mapToObj(turn -> lanes.submit(() -> restart(turn))).toList();
    int withoutCredential = 0;
    for (Future<Long> generations : published) {
      withoutCredential += generations.get() == 0 ? 1 : 0;
    }
    lanes.shutdown();
    System.out.printf(
        "%d restarts, %d of them before the first credential%n", RESTARTS, withoutCredential);
    assertThat(withoutCredential).as("ended before the first credential").isPositive();
    assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    assertThat(bed.vault().api().status("sys/leases/lookup/" + TestBed.CREDS_PATH + "?list=true"))
        .as("leases left behind, none of which is an answer of 404")
        .isEqualTo(NOT_FOUND);
  }

  /** Starts the application and ends it; returns how many credentials it was given. */
  private static long restart(int turn) {
    try (Relay toVault = Relay.to(bed.vault().port())) {
      toVault.delay(Duration.ofMillis(50)); // So that there is time to end it before.
      Map<String, String> settings = Workload.settings(bed);
      settings.put("VAULT_ADDR", "https://127.0.0.1:" + toVault.port());
      settings.put("LEASEHOLD_SHUTDOWN_TIMEOUT", "30s"); // The time that a busy machine may need.
      try (Workload workload =
          Workload.start(settings, bed.postgres().url(), Source.DRIVER_MANAGER, 50)) {
        workload.load(2);
        switch (turn % 4) {
          case 0 -> Eventually.holds("a call of Vault's", BOUND, () -> toVault.accepted() > 0);
          case 1 -> workload.awaitLog("Vault accepted the", BOUND);
          default -> work(workload);
        }
        end(workload, turn % 4 == 3);
        return workload.generations();
      }
    }
  }

  private static void work(Workload workload) {
    Eventually.holds("queries", BOUND, () -> workload.tally().queries() > 20);
    assertThat(workload.failures()).isEmpty();
  }

  private static void end(Workload workload, boolean inGoodOrder) {
    if (inGoodOrder) {
      workload.stop();
    } else {
      workload.application().terminate();
      workload.application().awaitExit(BOUND);
    }
  }
}
