// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-28T14:21:25Z",
        "2026-11-28T14:21:25.6Z",
        "2026-11-28T14:21:25.66Z",
        "2026-11-28T14:21:25.665Z",
        "2026-11-28T14:21:25.665110025Z",
        "2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.5Z",
        "2026-11-28T14:21:25.665110025+05:30",
        "9999-12-31T23:59:59Z"
      })
  void readsWhatTheJdkReads(String time) {
    assertThat(Rfc3339.millis(time))
        .isEqualTo(OffsetDateTime.parse(time).toInstant().toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "2026-13-28T14:21:25Z",
        "2026-02-30T14:21:25Z",
        "2026-11-28T25:21:25Z",
        "2026-11-28T14:21:25",
        "+999999999-12-31T23:59:59Z",
        "2026-11-28 14:21:25Z"
      })
  void takesNothingElseForATime(String text) {
    assertThat(Rfc3339.millis(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = "2026-11-28T15:21:25.665+0100")
  void readsAnOffsetWithoutAColon(String time) {
    assertThat(Rfc3339.millis(time)).isEqualTo(1_795_875_685_665L);
  }
}
