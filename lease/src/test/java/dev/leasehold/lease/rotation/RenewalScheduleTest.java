// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Lease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RenewalScheduleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualClock clock = new VirtualClock();
  private final RotationPolicy policy =
      new RotationPolicy(Duration.ofSeconds(5), 0.66, HOUR, HOUR, Jitter.of("pod"));
  private final RenewalSchedule schedule = new RenewalSchedule(policy, clock);

  /** Else a process that is started anew each half hour would never replace its credential. */
  @Test
  void countsTheAgeOfACredentialFromTheProcessThatTookItOut() {
    Lease first = Leases.renewable("orders", clock.now(), HOUR);
    clock.advance(HOUR.dividedBy(2));
    Lease resumed = first.renewed(clock.now(), HOUR, true).resumed();
    LeasedGeneration generation = new LeasedGeneration("orders", 1, resumed, Duration.ZERO);
    assertThat(generation.bornAt()).isEqualTo(first.grantedAt());
    assertThat(schedule.replacementDue(generation)).isNull();

    clock.advance(HOUR.dividedBy(2));
    assertThat(schedule.replacementDue(generation)).isEqualTo("the credential has reached its age");
  }
}
