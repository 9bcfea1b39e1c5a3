// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresTimeTest {

  private final PostgresTime times = new PostgresTime();

  @ParameterizedTest
  @CsvSource({
    "2026-11-18 06:00:00 CST, 2026-11-18 06:30:01.250 CST",
    "2026-11-18 07:00:00 CST, 2026-11-18 07:30:01.250 CST",
    "2026-11-18 20:00:00 CST, 2026-11-18 20:30:01.250 CST",
    "2026-11-18 14:00:00 IST, 2026-11-18 14:30:01.250 IST",
    "2026-11-18 17:30:00 IST, 2026-11-18 18:00:01.250 IST",
    "2026-11-18 12:45:00 XYZT, 2026-11-18 13:15:01.250 XYZT"
  })
  void goByTheStartOfTheSessionWhateverTheAbbreviationIs(String session, String line) {
    assertThat(millis(line, session, "2026-11-18T12:00:00Z"))
        .isEqualTo(Instant.parse("2026-11-18T12:30:01.250Z").toEpochMilli());
    assertThat(millis(session, session, "2026-11-18T12:00:00Z"))
        .isEqualTo(Instant.parse("2026-11-18T12:00:00Z").toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T05:00:00Z, 2026-11-01 00:00:00 CDT, 2026-11-01 06:00:00.000 CST, 2026-11-01T12:00:00Z",
    "2026-11-01T05:00:00Z, 2026-11-01 00:00:00 CDT, 2026-11-01 01:30:00.000 CST, 2026-11-01T07:30:00Z",
    "2026-10-24T21:00:00Z, 2026-10-25 00:00:00 IDT, 2026-10-25 08:00:00.000 IST, 2026-10-25T06:00:00Z",
    "2026-10-24T23:00:00Z, 2026-10-25 00:00:00 IST, 2026-10-25 08:00:00.000 GMT, 2026-10-25T08:00:00Z"
  })
  void knowTheZoneOfASessionThatGoesOnOverAChangeOfTheClocks(
      String start, String session, String line, String at) {
    assertThat(millis(line, session, start)).isEqualTo(Instant.parse(at).toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "2026-11-18 12:00:00.000 CET, 2026-11-18T11:00:00Z",
        "2026-10-25 02:30:00.000 CEST, 2026-10-25T00:30:00Z",
        "2026-10-25 02:30:00.000 CET, 2026-10-25T01:30:00Z",
        "2026-11-18 12:00:00.000 +0530, 2026-11-18T06:30:00Z",
        "2026-11-18 12:00:00.000 -03, 2026-11-18T15:00:00Z",
        "2026-11-18 12:00:00.000 CST, -",
        "2026-11-18 12:00:00.000 IST, -",
        "2026-11-18 12:00:00.000 XYZT, -",
        "2026-11-18 12:00:00.000, -",
        "2026-11-18 12:00:99.000 UTC, -"
      })
  void areKnownWithoutASessionWhereTheZoneIsTheOnlyOneOfItsName(String line, @Nullable String at) {
    Long expected = at == null ? null : (Long) Instant.parse(at).toEpochMilli();
    assertThat(times.millis(line, null, null)).isEqualTo(expected);
  }

  /** Chicago is behind the other zones of its abbreviation, so its sessions tell it from them. */
  @Test
  void areThoseOfTheOnlyZoneThatHasTheLineAfterTheStartOfItsSession() {
    long start = Instant.parse("2026-11-18T12:00:00Z").getEpochSecond();
    assertThat(times.millis("2026-11-18 09:00:00.000 CST", null, start)).as("Havana?").isNull();
    assertThat(times.millis("2026-11-18 06:00:00.500 CST", null, start))
        .isEqualTo(start * 1000 + 500);
    assertThat(times.millis("2026-11-18 09:00:00.000 CST", null, start))
        .isEqualTo(Instant.parse("2026-11-18T15:00:00Z").toEpochMilli());
    assertThat(times.millis("2026-11-18 20:00:00.000 CST", null, start + 100))
        .as("a line of Shanghai would be one of Chicago, fourteen hours later")
        .isEqualTo(Instant.parse("2026-11-19T02:00:00Z").toEpochMilli());
  }

  /** No zone is ahead by a day, or by minutes: such values are none of PostgreSQL's. */
  @Test
  void goByTheNameWhereTheStartDoesNotFit() {
    String line = "2026-11-18 12:00:00.000 CET";
    Long at = Instant.parse("2026-11-18T11:00:00Z").toEpochMilli();
    for (String start : new String[] {"2026-11-16T12:00:00Z", "2026-11-18T11:50:00Z"}) {
      assertThat(millis(line, "2026-11-18 12:00:00 CET", start)).isEqualTo(at);
    }
  }

  private @Nullable Long millis(String line, String session, String start) {
    return times.millis(line, session, Instant.parse(start).getEpochSecond());
  }
}
