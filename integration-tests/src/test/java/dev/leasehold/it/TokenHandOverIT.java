// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A lease dies with the token that created it, so a token that cannot be renewed any more must be
 * handed over in time.
 */
class TokenHandOverIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  @Test
  void outlivesTheMaximumLifeOfItsVaultTokens() {
    TestBedOptions options =
        TestBedOptions.defaults()
            .withLease(Duration.ofMinutes(1), Duration.ofMinutes(10))
            .withToken(Duration.ofSeconds(12), Duration.ofSeconds(18));
    try (TestBed bed = TestBed.start(options)) {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("LEASEHOLD_MARGIN", "2s");
      try (Workload workload = Workload.start(settings, bed.postgres().url(), Source.HIKARI, 500)) {
        workload.awaitReady().load(6);
        workload.awaitGeneration(3, BOUND);
        workload.load(0);
        Tally tally = workload.stop();
        assertThat(workload.failures()).isEmpty();
        assertThat(tally.wrong()).isZero();
        assertThat(bed.postgres().ephemeralRoles()).isEmpty();
      }
    }
  }
}
