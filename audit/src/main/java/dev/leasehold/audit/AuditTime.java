// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times on the command line. */
final class AuditTime {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(s|m|h|d)");
  private static final Map<String, Integer> SECONDS =
      Map.of("s", 1, "m", 60, "h", 60 * 60, "d", 24 * 60 * 60);

  private AuditTime() {}

  /** Returns a duration such as {@code 90s}, {@code 15m}, {@code 24h} or {@code 32d}. */
  static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text + " is no duration: write 90s, 15m, 24h or 32d");
    }
    return Duration.ofSeconds(
        Long.parseLong(parts.group(1)) * SECONDS.getOrDefault(parts.group(2), 1));
  }

  /** Returns milliseconds since 1970. A time without an offset is in UTC. */
  static long instant(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      return OffsetDateTime.parse(iso).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      return local(text, iso);
    }
  }

  private static long local(String text, String iso) {
    try {
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text + " is no time: write 2026-11-28T14:21:25Z", e);
    }
  }
}
