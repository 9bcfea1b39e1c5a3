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
    DrainSchedule schedule = schedule(SPAN);
    assertThat(taken(schedule, 0)).isEqualTo(1);
    assertThat(taken(schedule, 50)).isZero();
    assertThat(taken(schedule, 200)).isEqualTo(1);
    assertThat(taken(schedule, 900)).isEqualTo(3);
    assertThat(schedule.isUnderWay(at(1_999))).isTrue();
  }

  @Test
  void allThatAreLeftGoAtItsEnd() {
    DrainSchedule schedule = schedule(SPAN);
    assertThat(taken(schedule, 1_900)).isEqualTo(20);
    assertThat(schedule.isUnderWay(at(2_000))).isFalse();
  }

  @Test
  void allGoAtOnceWithoutASpan() {
    DrainSchedule schedule = schedule(Duration.ZERO);
    assertThat(taken(schedule, 0)).isEqualTo(20);
    assertThat(schedule.isUnderWay(at(0))).isFalse();
  }

  @Test
  void allThatAreLeftGoOnceTheyAreToHurry() {
    DrainSchedule schedule = schedule(SPAN);
    assertThat(taken(schedule, 200)).isEqualTo(2);
    expedited = true;
    assertThat(taken(schedule, 210)).isEqualTo(20);
    assertThat(schedule.isUnderWay(at(210))).isFalse();
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
    assertThat(schedule(SPAN).step()).isEqualTo(Duration.ofMillis(100));
    assertThat(schedule(Duration.ofSeconds(90)).step()).isEqualTo(Duration.ofSeconds(1));
  }

  /** The span is two seconds, and the connections can be used for ten. */
  @Test
  void whatIsLeftIsOverdueHalfwayBetweenItsTurnAndItsDeadline() {
    assertThat(schedule(SPAN).isOverdue(at(5_999))).isFalse();
    assertThat(schedule(SPAN).isOverdue(at(6_000))).isTrue();
    DrainSchedule patient =
        new DrainSchedule(10, at(0), SPAN, Duration.ofHours(24), () -> expedited);
    assertThat(patient.isOverdue(at(61_999))).isFalse();
    assertThat(patient.isOverdue(at(62_000))).isTrue();
  }

  private DrainSchedule schedule(Duration span) {
    return new DrainSchedule(10, at(0), span, span.multipliedBy(5), () -> expedited);
  }

  /** Offers twenty connections. */
  private static int taken(DrainSchedule schedule, long millis) {
    int taken = 0;
    schedule.look(at(millis));
    while (taken < 20 && schedule.takesMore()) {
      schedule.took();
      taken++;
    }
    return taken;
  }

  private static ClockReading at(long millis) {
    return new ClockReading(Duration.ofMillis(millis).toNanos(), millis);
  }
}
