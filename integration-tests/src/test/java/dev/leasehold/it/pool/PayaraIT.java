// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.SessionWatch;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The pool of GlassFish and Payara, in the smallest server that has it. That is 100 MB large, so
 * only with {@code -Dleasehold.servers=payara}.
 */
@EnabledIfSystemProperty(named = "leasehold.servers", matches = "payara")
class PayaraIT {

  private static final int ROTATIONS = 5;

  @Test
  void letsConnectionsGoAsOtherPoolsDo() {
    PoolVersion payara = new PoolVersion(PoolLibrary.PAYARA, "payara-micro", "6.2025.10");
    TestBedOptions options =
        TestBedOptions.defaults().withLease(Duration.ofSeconds(30), Duration.ofMinutes(1));
    try (TestBed bed = TestBed.start(options);
        SessionWatch sessions = SessionWatch.start(bed.postgres());
        Trial trial = Trial.start(bed, payara, sessions)) {
      assertThat(trial.run(ROTATIONS))
          .as(trial::log)
          .isEqualTo(new Shown(payara, 0, Going.EVICTED, Going.EVICTED));
    }
  }
}
