// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.file.UnfitFileException;
import dev.leasehold.json.JsonNumber;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The end of a credential, as far as its file says it. */
final class LeaseEnd {

  private static final String[] ENDS = {"EXPIRATION", "VALID_UNTIL", "EXPIRES_AT"};
  private static final String[] ISSUES = {"ISSUED_AT", "ISSUE_TIME"};
  private static final String DURATION = "LEASE_DURATION";
  static final String LEASE_ID = "LEASE_ID";
  private static final String RENEWABLE = "RENEWABLE";

  /** How Vault writes {@code {{expiration}}} in SQL (database engine, 1.21). */
  private static final DateTimeFormatter SQL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxx");

  /** Seconds since 1970 are below it until the year 5138, milliseconds over it since 1973. */
  private static final long MILLIS_FROM = 100_000_000_000L;

  /** The end of the year 9999. A larger number counts microseconds or less. */
  private static final long MAX_MILLIS = 253_402_300_799_999L;

  private static final long MAX_SECONDS = 36_500L * 24 * 60 * 60;

  private static final Set<String> NAMES = new HashSet<>();

  static {
    Collections.addAll(NAMES, ENDS);
    Collections.addAll(NAMES, ISSUES);
    Collections.addAll(NAMES, DURATION, LEASE_ID, RENEWABLE);
  }

  private LeaseEnd() {}

  /** Returns whether a name, as {@link CredentialNames#normalized} has it, says something of it. */
  static boolean isRead(String name) {
    return NAMES.contains(name);
  }

  /**
   * Returns the end in milliseconds since 1970; null when the file does not say.
   *
   * @param fields as {@link CredentialNames#normalized} returns them
   * @param modifiedMillis the time of the last write to the file
   * @throws UnfitFileException when a text in the fields is no time
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
    Long seconds = number(duration.trim());
    if (seconds == null || seconds > MAX_SECONDS) {
      throw new UnfitFileException(
          "has a lease_duration that is no number of seconds; write a number, or leave it out");
    }
    return seconds == 0 ? null : (issued == null ? modifiedMillis : time(issued)) + 1_000 * seconds;
  }

  /**
   * An answer of Vault without a lease has a duration that ends nothing. A lease that can be
   * renewed is renewed by the program that wrote the file. Vault Agent does not write the file
   * again for that.
   */
  private static boolean counts(Map<String, String> fields, @Nullable String issued) {
    boolean lease = !"".equals(fields.get(LEASE_ID));
    return lease && (issued != null || !"true".equalsIgnoreCase(fields.get(RENEWABLE)));
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
    Long number = number(text);
    if (number != null && number <= MAX_MILLIS) {
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

  /**
   * Returns a number that is not negative, without its fraction; null for anything else. Templates
   * in Go write numbers that they have read from JSON with an exponent, as in 2.7648e+06.
   */
  private static @Nullable Long number(String text) {
    Long whole = new JsonNumber(text).whole();
    return whole == null || whole < 0 ? null : whole;
  }
}
