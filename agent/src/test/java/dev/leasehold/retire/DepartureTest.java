package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.Moment;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DepartureTest {

  private static final Duration SPAN = Duration.ofSeconds(2);

  @Test
  void connectionsGoOneByOneOverTheSpan() {
    Departure departure = new Departure(10, at(0), SPAN);
    assertThat(taken(departure, 0)).isEqualTo(1);
    assertThat(taken(departure, 50)).isZero();
    assertThat(taken(departure, 200)).isEqualTo(1);
    assertThat(taken(departure, 900)).isEqualTo(3);
    assertThat(departure.isUnderWay(at(1_999))).isTrue();
  }

  @Test
  void allThatAreLeftGoAtItsEnd() {
    Departure departure = new Departure(10, at(0), SPAN);
    assertThat(taken(departure, 1_900)).isEqualTo(20);
    assertThat(departure.isUnderWay(at(2_000))).isFalse();
  }

  @Test
  void allGoAtOnceWithoutASpan() {
    Departure departure = new Departure(10, at(0), Duration.ZERO);
    assertThat(taken(departure, 0)).isEqualTo(20);
    assertThat(departure.isUnderWay(at(0))).isFalse();
  }

  @Test
  void theSpanIsASmallPartOfWhatTheLeaseHasLeft() {
    assertThat(Departure.span(Duration.ofHours(1))).isEqualTo(SPAN);
    assertThat(Departure.span(Duration.ofSeconds(5))).isEqualTo(Duration.ofMillis(500));
    assertThat(Departure.span(Duration.ZERO)).isZero();
  }

  /** Offers twenty connections. */
  private static int taken(Departure departure, long millis) {
    int taken = 0;
    for (int i = 0; i < 20; i++) {
      taken += departure.takes(at(millis)) ? 1 : 0;
    }
    return taken;
  }

  private static Moment at(long millis) {
    return new Moment(Duration.ofMillis(millis).toNanos(), millis);
  }
}
