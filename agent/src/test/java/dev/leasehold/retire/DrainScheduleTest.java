// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainScheduleTest {

  private static final Duration SPAN = Duration.ofSeconds(2);

  private boolean expedited;

  @Test
  void connectionsGoOneByOneOverTheSpan() {
    DrainSchedule departure = departure(SPAN);
    assertThat(taken(departure, 0)).isEqualTo(1);
    assertThat(taken(departure, 50)).isZero();
    assertThat(taken(departure, 200)).isEqualTo(1);
    assertThat(taken(departure, 900)).isEqualTo(3);
    assertThat(departure.isUnderWay(at(1_999))).isTrue();
  }

  @Test
  void allThatAreLeftGoAtItsEnd() {
    DrainSchedule departure = departure(SPAN);
    assertThat(taken(departure, 1_900)).isEqualTo(20);
    assertThat(departure.isUnderWay(at(2_000))).isFalse();
  }

  @Test
  void allGoAtOnceWithoutASpan() {
    DrainSchedule departure = departure(Duration.ZERO);
    assertThat(taken(departure, 0)).isEqualTo(20);
    assertThat(departure.isUnderWay(at(0))).isFalse();
  }

  @Test
  void allThatAreLeftGoOnceTheyAreToHurry() {
    DrainSchedule departure = departure(SPAN);
    assertThat(taken(departure, 200)).isEqualTo(2);
    expedited = true;
    assertThat(taken(departure, 210)).isEqualTo(20);
    assertThat(departure.isUnderWay(at(210))).isFalse();
  }

  @Test
  void theSpanIsASmallPartOfWhatTheLeaseHasLeftAndOfItsAge() {
    Duration hour = Duration.ofHours(1);
    assertThat(DrainSchedule.span(hour, hour)).isEqualTo(Duration.ofSeconds(90));
    assertThat(DrainSchedule.span(Duration.ofSeconds(5), hour)).isEqualTo(Duration.ofMillis(500));
    assertThat(DrainSchedule.span(hour, Duration.ofSeconds(5))).isEqualTo(SPAN);
    assertThat(DrainSchedule.span(Duration.ZERO, hour)).isZero();
  }

  @Test
  void aLongSpanIsLookedAtLessOften() {
    assertThat(departure(SPAN).step()).isEqualTo(Duration.ofMillis(100));
    assertThat(departure(Duration.ofSeconds(90)).step()).isEqualTo(Duration.ofSeconds(1));
  }

  /** The span is two seconds, and the connections can be used for ten. */
  @Test
  void whatIsLeftIsOverdueHalfwayBetweenItsTurnAndItsDeadline() {
    assertThat(departure(SPAN).isOverdue(at(5_999))).isFalse();
    assertThat(departure(SPAN).isOverdue(at(6_000))).isTrue();
    DrainSchedule patient =
        new DrainSchedule(10, at(0), SPAN, Duration.ofHours(24), () -> expedited);
    assertThat(patient.isOverdue(at(61_999))).isFalse();
    assertThat(patient.isOverdue(at(62_000))).isTrue();
  }

  private DrainSchedule departure(Duration span) {
    return new DrainSchedule(10, at(0), span, span.multipliedBy(5), () -> expedited);
  }

  /** Offers twenty connections. */
  private static int taken(DrainSchedule departure, long millis) {
    int taken = 0;
    departure.look(at(millis));
    while (taken < 20 && departure.takesMore()) {
      departure.took();
      taken++;
    }
    return taken;
  }

  private static ClockReading at(long millis) {
    return new ClockReading(Duration.ofMillis(millis).toNanos(), millis);
  }
}
