// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a new session is opened for a connection that cannot be moved. */
class HandOverTryTest {

  private static final HandOverResult LOCKED =
      HandOverResult.held(PinReason.LOCK, "it holds an advisory lock");

  /** It is used between all attempts, so that each of them logs in. */
  @ParameterizedTest
  @CsvSource({"PT1M, 9", "PT20M, 17", "PT8H, 26"})
  void aConnectionThatIsUsedAndHoldsALockTakesFewLogins(Duration left, int most) {
    List<Duration> attempts = attempts(left, LOCKED, false);
    assertThat(attempts).hasSizeBetween(most / 2, most);
    assertThat(attempts.get(attempts.size() - 1)).isGreaterThan(left.minusSeconds(2));
  }

  /** From a quarter of its time on each attempt logs in, and waits for the transaction's end. */
  @ParameterizedTest
  @CsvSource({"PT20M, 17", "PT8H, 26"})
  void soDoesOneThatIsAlwaysInATransaction(Duration left, int most) {
    List<Duration> attempts = attempts(left, HandOverResult.BUSY, true);
    assertThat(attempts).hasSizeBetween(most / 2, most);
    assertThat(attempts.get(attempts.size() - 1)).isGreaterThan(left.minusSeconds(2));
  }

  /** Each is known after a login only, also of an attempt that waited for quiet. */
  @Test
  void soDoesOneWhoseQuestionHasNoAnswerOrThatIsInUseOnceItsNewSessionIsOpen() {
    for (HandOverResult known :
        List.of(
            HandOverResult.UNREAD,
            HandOverResult.INTERRUPTED,
            HandOverResult.UNANSWERED,
            HandOverResult.BUSY_ONCE_OPEN)) {
      assertThat(attempts(Duration.ofHours(8), known, false)).hasSizeBetween(13, 26);
    }
  }

  @Test
  void aConnectionWithoutANewerCredentialIsLookedAtAsOftenAllTheTime() {
    assertThat(attempts(Duration.ofHours(8), HandOverResult.NO_NEWER, true))
        .hasSizeGreaterThan(8 * 60 * 5);
  }

  @Test
  void anAttemptIsDueWhenTheGenerationIsToGoAtOnce() {
    ClockReading begun = new ClockReading(0, 0);
    Duration left = Duration.ofHours(8);
    HandOverTry attempts = new HandOverTry(begun, left);
    for (int i = 0; i < 5; i++) {
      attempts.begin(true);
      attempts.ended(HandOverResult.BUSY);
      assertThat(attempts.take(begun, left)).isSameAs(HandOverResult.BUSY);
    }
    assertThat(attempts.isDue(begun, left)).isFalse();
    attempts.expedite();
    assertThat(attempts.isDue(begun, left)).isTrue();
  }

  /** So that pauses of all lengths are met, if the connection has any. */
  @Test
  void quietGetsShorterInStepsUntilAQuarterOfTheTimeIsOver() {
    HandOverTry attempts = new HandOverTry(new ClockReading(0, 0), Duration.ofMinutes(32));
    Duration atFirst = Duration.ofMillis(1_024);
    for (int minute = 0; minute < 8; minute++) {
      Duration begun = Duration.ofMinutes(minute);
      Duration quiet = Duration.ofMillis(1_024 >> minute);
      assertThat(attempts.quiet(at(begun), atFirst)).isEqualTo(quiet);
      assertThat(attempts.quiet(at(begun.plusSeconds(59)), atFirst)).isEqualTo(quiet);
      assertThat(attempts.isHurried(at(begun.plusSeconds(59)))).isFalse();
    }
    assertThat(attempts.isHurried(at(Duration.ofMinutes(8)))).isTrue();
  }

  private static ClockReading at(Duration time) {
    return new ClockReading(time.toNanos(), time.toMillis());
  }

  /** A reason that is found without a login is looked at often, so that its end is seen soon. */
  @ParameterizedTest
  @CsvSource({"PT20M", "PT8H"})
  void aConnectionThatIsNotUsedIsLookedAtAsOftenAllTheTime(Duration left) {
    HandOverResult same = LOCKED.untilAnsweredAfter(7);
    List<Duration> attempts = attempts(left, same, false);
    assertThat(attempts).hasSizeGreaterThan((int) left.toMinutes() * 5);
  }

  /** A connection in use is looked at without a login, each time that the ledger looks. */
  @ParameterizedTest
  @CsvSource({"PT20M"})
  void aPauseIsWaitedForAtShortIntervals(Duration left) {
    List<Duration> attempts = attempts(left, HandOverResult.BUSY, false);
    assertThat(attempts).hasSizeGreaterThan((int) left.toSeconds());
  }

  /** Returns when attempts were begun, each of which comes to this. */
  private static List<Duration> attempts(Duration left, HandOverResult result, boolean inHurry) {
    ClockReading begun = new ClockReading(0, 0);
    HandOverTry attempts = new HandOverTry(begun, left);
    List<Duration> at = new ArrayList<>();
    for (Duration now = Duration.ZERO;
        now.compareTo(left) < 0;
        now = now.plus(Ledger.DRAINING_TICK)) {
      ClockReading reading = at(now);
      Duration leftNow = left.minus(now);
      attempts.take(reading, leftNow);
      if (attempts.isDue(reading, leftNow)) {
        attempts.begin(inHurry);
        attempts.ended(result);
        at.add(now);
      }
    }
    return at;
  }
}
