// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of PostgreSQL's log: {@code 2026-11-28 14:21:25.570 UTC}, in {@code log_timezone}. The zone
 * is an abbreviation or an offset. {@code %n} writes seconds since 1970 with three decimals. Not
 * safe for use by many threads.
 */
final class PostgresTime {

  private static final Pattern EPOCH = Pattern.compile("\\d{9,11}\\.\\d{3}");
  private static final int MINUTES = 16;
  private static final int SECONDS = 19;
  private static final int MILLIS = 1000;
  private static final int LEAP_SECOND = 61;

  private final Map<String, ZoneId> zones = new HashMap<>();
  private String lastMinute = "";
  private String lastZone = "";
  private long lastMillis;

  /** Returns milliseconds since 1970; null if the text is no such time. */
  @Nullable Long millis(@Nullable String text) {
    if (text != null && text.indexOf(' ') < 0 && EPOCH.matcher(text).matches()) {
      return Long.valueOf(text.replace(".", ""));
    }
    int zone = text == null ? -1 : text.indexOf(' ', SECONDS);
    if (text == null || zone < 0) {
      return null;
    }
    try {
      String minute = text.substring(0, MINUTES);
      String name = text.substring(zone + 1);
      if (!minute.equals(lastMinute) || !name.equals(lastZone)) {
        LocalDateTime local = LocalDateTime.parse(minute.replace(' ', 'T'));
        lastMillis = local.atZone(zone(name)).toEpochSecond() * MILLIS;
        lastMinute = minute;
        lastZone = name;
      }
      double seconds = Double.parseDouble(text.substring(MINUTES + 1, zone));
      boolean isSecond = seconds >= 0 && seconds <= LEAP_SECOND;
      return isSecond ? lastMillis + Math.round(seconds * MILLIS) : null;
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private ZoneId zone(String name) {
    return zones.computeIfAbsent(name, PostgresTime::parse);
  }

  private static ZoneId parse(String name) {
    if (name.equals("UTC") || name.equals("GMT")) {
      return ZoneOffset.UTC;
    }
    if (name.startsWith("+") || name.startsWith("-")) {
      return ZoneOffset.of(name);
    }
    return DateTimeFormatter.ofPattern("z", Locale.ENGLISH).parse(name, ZoneId::from);
  }
}
