// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.config;

import java.time.Duration;

/** Durations as people write them: {@code 250ms}, {@code 90s}, {@code 1h30m}. */
final class DurationText {

  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLIS = {86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
  private static final int MAX_DIGITS = 12;
  private static final long MAX_MILLIS = 3650 * MILLIS[0];

  private DurationText() {}

  /** Returns the duration; a number without a unit is refused. */
  static Duration parse(String text) throws BadValueException {
    if (isNumber(text)) {
      throw new BadValueException("a number without a unit; write 30s or 5m");
    }
    long millis = 0;
    int lastUnit = -1;
    int at = 0;
    while (at < text.length()) {
      int digits = end(text, at, true);
      int letters = end(text, digits, false);
      int unit = unit(text.substring(digits, letters));
      if (digits == at || digits - at > MAX_DIGITS || unit <= lastUnit) {
        throw malformed();
      }
      long number = Long.parseLong(text.substring(at, digits));
      if (number > MAX_MILLIS / MILLIS[unit]) {
        throw new BadValueException("a duration over 3650d; write a shorter duration");
      }
      millis += number * MILLIS[unit];
      lastUnit = unit;
      at = letters;
    }
    if (lastUnit < 0) {
      throw malformed();
    }
    return Duration.ofMillis(millis);
  }

  /** Returns the duration as Vault's own variables are read: a bare number is seconds. */
  static Duration parseAsVault(String text) throws BadValueException {
    return parse(isNumber(text) ? text + "s" : text);
  }

  /** Returns the shortest text that {@link #parse} reads as this duration. */
  static String format(Duration duration) {
    long left = duration.toMillis();
    StringBuilder text = new StringBuilder();
    for (int unit = 0; unit < UNITS.length; unit++) {
      if (left >= MILLIS[unit]) {
        text.append(left / MILLIS[unit]).append(UNITS[unit]);
        left %= MILLIS[unit];
      }
    }
    return text.length() == 0 ? "0s" : text.toString();
  }

  private static BadValueException malformed() {
    return new BadValueException("not a duration; write for example 250ms, 30s, 5m or 1h30m");
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && end(text, 0, true) == text.length();
  }

  private static int end(String text, int from, boolean digits) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at)) == digits) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int unit(String name) {
    for (int unit = 0; unit < UNITS.length; unit++) {
      if (UNITS[unit].equals(name)) {
        return unit;
      }
    }
    return -1;
  }
}
