// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.source;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that PostgreSQL writes as text. A line break of a message is followed by a tab, and
 * such a line belongs to the line before it. A line break in the name of a user is followed by
 * nothing. So any client that reaches the port can write whole lines, and no reader can tell them
 * from others.
 */
final class PostgresText {

  /** How much of a line is looked at. No prefix is longer. */
  private static final int LONGEST = 1 << 13;

  private static final String TIME =
      "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})?"
          + " (?:[A-Za-z]{1,32}+|[+-]\\d\\d(?::?\\d\\d){0,2}+)";

  private static final Pattern CSV = Pattern.compile(TIME + ",");
  private static final Pattern TEXT = Pattern.compile(TIME + "[^,A-Za-z0-9]");

  private final byte[] bytes = new byte[LONGEST];
  private final boolean isGiven;
  private int size;
  private @Nullable PostgresPrefix prefix;

  /** Reads lines that have a prefix; null for the known prefixes. */
  PostgresText(@Nullable PostgresPrefix prefix) {
    this.prefix = prefix;
    isGiven = prefix != null;
  }

  void add(byte[] given, int offset, int length) {
    int kept = Math.min(length, LONGEST - size);
    System.arraycopy(given, offset, bytes, size, kept);
    size += kept;
  }

  /**
   * Returns whether the line that ends shows that its log is text. A program that PostgreSQL runs,
   * as for {@code archive_command}, writes lines of any form into a log in text, and objects, too.
   */
  boolean isText() {
    if (size == 0 || isContinued()) {
      return false;
    }
    String line = line();
    if (isGiven) {
      return !isOther(line);
    }
    prefix = PostgresPrefix.recognize(line);
    return prefix != null || TEXT.matcher(line).lookingAt();
  }

  private static boolean isOther(String line) {
    boolean isJson = line.startsWith("{") && line.contains("\"session_id\"");
    return isJson || CSV.matcher(line).lookingAt();
  }

  private String line() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  /** Forgets a line. */
  void clear() {
    size = 0;
  }

  /** Returns whether the line that ends continues the message of another line. */
  boolean isContinued() {
    return size > 0 && bytes[0] == '\t';
  }

  /** Returns why the line that ends cannot be read. */
  LineProblem problem() {
    PostgresPrefix known = prefix;
    if (known == null) {
      return LineProblem.NO_PREFIX;
    }
    return known.fits(line()) ? LineProblem.AMBIGUOUS : LineProblem.UNREADABLE;
  }

  /**
   * Returns the line that ends; null if it cannot be read, or is of no session. Where no prefix is
   * given, each line may have another known prefix than the lines before. So a client that writes a
   * line chooses no prefix for other lines.
   */
  @Nullable PostgresLine record() {
    String line = line();
    PostgresLine record = prefix == null ? null : prefix.read(line);
    PostgresPrefix other = record == null && !isGiven ? PostgresPrefix.recognize(line) : null;
    if (other == null || other == prefix) {
      return record;
    }
    prefix = other;
    return other.read(line);
  }

  /** Returns whether the line that ends shows no session, and lacks nothing. */
  boolean showsNoSession() {
    PostgresPrefix known = prefix;
    return known != null && known.showsNoSession(line());
  }
}
