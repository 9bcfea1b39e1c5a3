// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When a credential ends, as far as its file says so. */
final class LeaseEnd {

  private static final String[] ENDS = {"EXPIRATION", "VALID_UNTIL", "EXPIRES_AT"};
  private static final String[] ISSUES = {"ISSUED_AT", "ISSUE_TIME"};
  private static final String DURATION = "LEASE_DURATION";

  /** How Vault writes {@code {{expiration}}} in SQL (database engine, 1.21). */
  private static final DateTimeFormatter SQL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxx");

  /** Seconds since 1970 are below it until the year 5138, milliseconds over it since 1973. */
  private static final long MILLIS_FROM = 100_000_000_000L;

  private static final int MAX_DIGITS = 17;
  private static final long MAX_SECONDS = 36_500L * 24 * 60 * 60;

  private LeaseEnd() {}

  /**
   * Returns the end in milliseconds since 1970; null when the file does not say.
   *
   * @param fields as {@link CredentialNames#normalized} returns them
   * @param modifiedMillis when the file was last written to
   * @throws UnfitFileException when what it says is no time
   */
  static @Nullable Long of(Map<String, String> fields, long modifiedMillis)
      throws UnfitFileException {
    String end = first(fields, ENDS);
    if (end != null) {
      return time(end);
    }
    String duration = fields.get(DURATION);
    String issued = first(fields, ISSUES);
    if (duration == null || !counts(fields, issued)) {
      return null;
    }
    long seconds = isNumber(duration) ? Long.parseLong(duration) : -1;
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new UnfitFileException(
          "has a lease_duration that is no number of seconds; write one, or leave it out");
    }
    return seconds == 0 ? null : (issued == null ? modifiedMillis : time(issued)) + 1_000 * seconds;
  }

  /**
   * An answer of Vault without a lease has a duration that ends nothing. A lease that can be
   * renewed is renewed by what wrote the file, and Vault Agent does not write the file again for
   * that.
   */
  private static boolean counts(Map<String, String> fields, @Nullable String issued) {
    boolean lease = !"".equals(fields.get("LEASE_ID"));
    return lease && (issued != null || !"true".equalsIgnoreCase(fields.get("RENEWABLE")));
  }

  private static @Nullable String first(Map<String, String> fields, String[] names) {
    for (String name : names) {
      String value = fields.get(name);
      if (value != null && !value.isEmpty()) {
        return value.trim();
      }
    }
    return null;
  }

  private static long time(String text) throws UnfitFileException {
    if (isNumber(text)) {
      long number = Long.parseLong(text);
      return number < MILLIS_FROM ? 1_000 * number : number;
    }
    for (DateTimeFormatter format :
        new DateTimeFormatter[] {DateTimeFormatter.ISO_OFFSET_DATE_TIME, SQL}) {
      try {
        return OffsetDateTime.parse(text, format).toInstant().toEpochMilli();
      } catch (DateTimeException | ArithmeticException another) {
        // The next format may be it.
      }
    }
    throw new UnfitFileException(
        "says when the credential ends, but not as a time; write it as 2026-11-23T23:31:28Z or as"
            + " seconds since 1970");
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_DIGITS;
  }
}
