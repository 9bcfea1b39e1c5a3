// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A wait may be shortened by chance, but never to half of it or below. */
class BackoffTest {

  private static final Duration CAP = Duration.ofSeconds(10);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void doublesFrom250MillisecondsUpToItsCap() {
    for (int identity = 0; identity < 200; identity++) {
      Backoff backoff = backoff(identity);
      for (long full : new long[] {250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000}) {
        assertShortenedByChance(backoff.next(HOUR), Duration.ofMillis(full));
      }
    }
  }

  @Test
  void staysAtItsCapHoweverOftenItFails() {
    Backoff backoff = backoff(1);
    for (int failure = 0; failure < 10_000; failure++) {
      Duration wait = backoff.next(HOUR);
      if (failure > 5) {
        assertShortenedByChance(wait, CAP);
      }
    }
  }

  @Test
  void waitsNoLongerThanItIsToldTo() {
    Backoff backoff = backoff(1);
    for (int failure = 0; failure < 20; failure++) {
      assertThat(backoff.next(Duration.ofSeconds(1))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void neverAsksWithoutAPauseWhateverTheLimit() {
    Backoff backoff = backoff(1);
    for (int failure = 0; failure < 20; failure++) {
      assertShortenedByChance(backoff.next(Duration.ZERO), Duration.ofMillis(250));
    }
  }

  @Test
  void beginsAnewOnceItWorksAgain() {
    Backoff backoff = backoff(1);
    for (int failure = 0; failure < 8; failure++) {
      backoff.next(HOUR);
    }
    backoff.reset();
    assertShortenedByChance(backoff.next(HOUR), Duration.ofMillis(250));
    assertShortenedByChance(backoff.next(HOUR), Duration.ofMillis(500));
  }

  @Test
  void spreadsAFleetThatFailedTogether() {
    long early = 0;
    for (int identity = 0; identity < 1_000; identity++) {
      Duration wait = backoff(identity).next(HOUR);
      early += wait.toMillis() < 188 ? 1 : 0;
    }
    assertThat(early).as("of 1,000 in the first half of the spread").isBetween(400L, 600L);
  }

  private static void assertShortenedByChance(Duration wait, Duration full) {
    assertThat(wait).isGreaterThan(full.dividedBy(2)).isLessThanOrEqualTo(full);
  }

  private static Backoff backoff(int identity) {
    return new Backoff(CAP, Jitter.of("orders-" + identity));
  }
}
