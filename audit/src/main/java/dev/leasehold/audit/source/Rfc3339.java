// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Times such as {@code 2026-11-28T14:21:25.665110025Z}, also with an offset, of the years 0 to
 * 9999. An audit log has two of them a line, and the JDK's formatter takes as long for a time as
 * the rest of the line.
 */
final class Rfc3339 {

  private static final String FORM = "dddd-dd-ddTdd:dd:dd";
  private static final int FRACTION = FORM.length() + 1;
  private static final int DAY = 24 * 60 * 60;

  private Rfc3339() {}

  /** Returns milliseconds since 1970; null if the text is no such time. */
  static @Nullable Long millis(@Nullable String text) {
    if (text == null || text.isEmpty() || !isDigit(text.charAt(0))) {
      return null;
    }
    try {
      return isUtc(text) ? utc(text) : offset(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean isUtc(String text) {
    int last = text.length() - 1;
    if (last < FORM.length() || text.charAt(last) != 'Z') {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char form = FORM.charAt(i);
      if (form == 'd' ? !isDigit(text.charAt(i)) : text.charAt(i) != form) {
        return false;
      }
    }
    for (int i = FRACTION; i < last; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return last == FORM.length() || last > FRACTION && text.charAt(FORM.length()) == '.';
  }

  /** Vault's server log has no colon in an offset. */
  private static long offset(String text) {
    String iso = text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
    return OffsetDateTime.parse(iso).toInstant().toEpochMilli();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static long utc(String text) {
    LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    LocalTime time = LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
    long second = day.toEpochDay() * DAY + time.toSecondOfDay();
    int digits = Math.max(0, Math.min(3, text.length() - 1 - FRACTION));
    int fraction = number(text, FRACTION, FRACTION + digits);
    return second * 1000 + (digits == 3 ? fraction : digits == 2 ? fraction * 10 : fraction * 100L);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }
}
