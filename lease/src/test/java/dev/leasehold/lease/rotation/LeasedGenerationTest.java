// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeasedGenerationTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF = MINUTE.dividedBy(2);

  private final VirtualClock clock = new VirtualClock();
  private final Lease lease = Leases.renewable("orders", clock.now(), MINUTE);
  private final LeasedGeneration generation =
      new LeasedGeneration("orders", 1, lease, Duration.ofSeconds(5));

  @Test
  void knowsHowLongItsLeaseLastsInAllOnceARenewalIsShort() {
    assertThat(generation.maximum()).isNull();
    clock.advance(Duration.ofSeconds(40));
    generation.renewed(lease.renewed(clock.now(), MINUTE, true));
    assertThat(generation.maximum()).isNull();
    clock.advance(Duration.ofSeconds(40));
    generation.renewed(lease.renewed(clock.now(), HALF, true));
    assertThat(generation.maximum()).isEqualTo(Duration.ofSeconds(110));
  }

  @Test
  void tellsWhatAConnectionHadThatWasBorrowedRightBeforeItWasReplaced() {
    assertThat(generation.usableOnceRetired()).isNull();
    clock.advance(Duration.ofSeconds(40));
    generation.retired(clock.now());
    clock.advance(Duration.ofSeconds(10));
    assertThat(generation.usableOnceRetired()).isEqualTo(Duration.ofSeconds(15));
  }
}
