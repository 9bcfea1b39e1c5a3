// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  private static final String ALPHABET = "0123456789dhms .-+eE\u0663";

  @ParameterizedTest
  @CsvSource({
    "250ms,PT0.25S",
    "90s,PT1M30S",
    "5m,PT5M",
    "1h30m,PT1H30M",
    "2d,P2D",
    "1d1ms,PT24H0.001S",
    "0s,PT0S",
    "3650d,PT87600H"
  })
  void readsWhatPeopleWrite(String text, Duration duration) throws BadValueException {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "5S",
        "-5s",
        "1.5s",
        "5 s",
        "30m1h",
        "5s5s",
        "5s5",
        "1e3s",
        "\u0665s",
        "1000000000000s",
        "5min"
      })
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(BadValueException.class)
        .hasMessage("not a duration; write for example 250ms, 30s, 5m or 1h30m");
  }

  @Test
  void readsSecondsWithoutUnitForVaultsOwnVariablesOnly() throws BadValueException {
    assertThat(DurationText.parseAsVault("90")).isEqualTo(Duration.ofSeconds(90));
    assertThat(DurationText.parseAsVault("1m")).isEqualTo(Duration.ofMinutes(1));
    assertThatThrownBy(() -> DurationText.parse("90"))
        .hasMessage("a number without a unit; write 30s or 5m");
  }

  @Test
  void readsBackWhateverItWrites() throws BadValueException {
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      long millis = (long) (Duration.ofDays(3650).toMillis() * Math.pow(random.nextDouble(), 8));
      Duration duration = Duration.ofMillis(millis);
      assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
    }
  }

  @Test
  void readsOrRefusesAnyText() {
    Random random = new Random(9);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(16); length > 0; length--) {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      try {
        assertThat(DurationText.parse(text.toString()))
            .isBetween(Duration.ZERO, Duration.ofDays(36500));
      } catch (BadValueException refused) {
        assertThat(refused).hasMessageContaining("write");
      }
    }
  }
}
