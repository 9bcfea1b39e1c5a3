// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.cli.yaml;

/** Lines of a text, whose breaks are LF or CRLF. */
public final class TextLines {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextLines() {}

  /** Returns the number of the line that the offset is in, from 1. */
  public static int number(String text, int offset) {
    return 1 + between(text, 0, offset);
  }

  /** Returns how many lines the second offset is after the first; negative where it is before. */
  public static int between(String text, int from, int to) {
    int count = 0;
    for (int i = Math.min(from, to); i < Math.max(from, to); i++) {
      count += text.charAt(i) == '\n' ? 1 : 0;
    }
    return from <= to ? count : -count;
  }

  /** Returns where the line of the offset begins; a byte order mark is not part of the line. */
  static int start(String text, int offset) {
    int start = text.lastIndexOf('\n', offset - 1) + 1;
    return start == 0 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : start;
  }

  /** Returns where the line of the offset ends, before its break. */
  static int end(String text, int offset) {
    int feed = text.indexOf('\n', offset);
    int end = feed < 0 ? text.length() : feed;
    return feed > offset && text.charAt(feed - 1) == '\r' ? end - 1 : end;
  }

  /** Returns where the line before ends, before its break. */
  static int endBefore(String text, int offset) {
    int start = start(text, offset);
    return start == 0 ? 0 : end(text, Math.max(0, text.lastIndexOf('\n', start - 2) + 1));
  }

  /** Returns how many characters of its line come before the offset. */
  static int column(String text, int offset) {
    return offset - start(text, offset);
  }

  /** Returns the line break that the text uses first, LF where it has none. */
  static String lineBreak(String text) {
    int feed = text.indexOf('\n');
    return feed > 0 && text.charAt(feed - 1) == '\r' ? "\r\n" : "\n";
  }
}
