// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

  @ParameterizedTest
  @CsvSource({
    "PT0.25S,250 ms",
    "PT9.999S,9999 ms",
    "PT10S,10 s",
    "PT599S,599 s",
    "PT10M,10 min",
    "PT9H59M,599 min",
    "PT10H,10 h",
    "P30D,720 h"
  })
  void takesTheLargestUnitThatLeavesTwoDigits(Duration span, String text) {
    assertThat(HumanDuration.of(span)).isEqualTo(text);
  }
}
