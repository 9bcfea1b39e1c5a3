// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.util.Arrays;

/**
 * The text of a statement, divided as PostgreSQL divides it: into code, quoted names, literals and
 * comments. A comment of the code is blank here, as nothing executes it. A literal with a backslash
 * ends in another place by {@code standard_conforming_strings}. The text from such a literal on is
 * of no known kind, and its comments stay. Immutable.
 */
final class StatementText {

  private static final char CODE = 0;
  private static final char LITERAL = 1;

  /** A quoted name, or a sign or tag before or behind a literal. */
  private static final char QUOTED = 2;

  private static final char UNKNOWN = 3;

  /** PostgreSQL takes each sign outside ASCII for a letter. */
  private static final char AFTER_ASCII = 0x80;

  private final String sql;

  /** The kind of each sign. */
  private final char[] kinds;

  private StatementText(String sql, char[] kinds) {
    this.sql = sql;
    this.kinds = kinds;
  }

  /** Divides a text as it is sent to PostgreSQL. */
  static StatementText of(String sql) {
    char[] bare = sql.toCharArray();
    StatementText read = new StatementText(sql, new char[sql.length()]);
    int at = 0;
    while (at < bare.length) {
      int end = endOfComment(sql, at);
      if (end > at) {
        Arrays.fill(bare, at, end, ' ');
      } else {
        end = read.endOfPart(at);
      }
      at = end;
    }
    return new StatementText(new String(bare), read.kinds);
  }

  /** Returns the text without the comments of its code, as long as it was. */
  String withoutComments() {
    return sql;
  }

  /** Returns whether a sign is certainly in none of the quotes. */
  boolean isCode(int at) {
    return kinds[at] == CODE;
  }

  /** Returns whether a sign is certainly within the quotes of a literal. */
  boolean isLiteral(int at) {
    return kinds[at] == LITERAL;
  }

  /** Returns whether a sign is certainly of a quoted name, or of the quotes of a literal. */
  boolean isQuoted(int at) {
    return kinds[at] == QUOTED;
  }

  /** Returns whether a sign may be in a name that is not quoted, but for the dollar sign. */
  static boolean isLetterOrDigit(char sign) {
    return sign >= AFTER_ASCII || sign == '_' || isDigit(sign) || isLetter(sign);
  }

  static boolean isDigit(char sign) {
    return sign >= '0' && sign <= '9';
  }

  private static boolean isLetter(char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
  }

  /** Passes over white space, and over comments within a literal, which may hold a statement. */
  static int skipSpace(String sql, int from) {
    int to = from;
    for (int next = skipOne(sql, to); next > to; next = skipOne(sql, to)) {
      to = next;
    }
    return to;
  }

  private static int skipOne(String sql, int from) {
    int end = endOfComment(sql, from);
    return end == from && from < sql.length() && Character.isWhitespace(sql.charAt(from))
        ? from + 1
        : end;
  }

  /** Returns the end of the comment that begins here, or this place. */
  private static int endOfComment(String sql, int from) {
    if (sql.startsWith("--", from)) {
      int to = from;
      while (to < sql.length() && sql.charAt(to) != '\n' && sql.charAt(to) != '\r') {
        to++;
      }
      return to;
    }
    return sql.startsWith("/*", from) ? endOfNested(sql, from) : from;
  }

  private static int endOfNested(String sql, int from) {
    int depth = 0;
    for (int to = from; to < sql.length(); to++) {
      if (sql.startsWith("/*", to)) {
        depth++;
        to++;
      } else if (sql.startsWith("*/", to)) {
        depth--;
        to++;
      }
      if (depth == 0) {
        return to + 1;
      }
    }
    return sql.length();
  }

  private int endOfPart(int at) {
    switch (sql.charAt(at)) {
      case '"':
        int end = sql.indexOf('"', at + 1);
        return end < 0 ? unknown(at) : quoted(at, end + 1);
      case '\'':
        return endOfLiteral(at, "'");
      case '$':
        return endOfDollar(at);
      default:
        return at + 1;
    }
  }

  /** A quote within a literal is two, which end it and begin it again. */
  private int endOfLiteral(int at, String quote) {
    int from = at + quote.length();
    int end = sql.indexOf(quote, from);
    if (end < 0 || (quote.equals("'") && sql.substring(from, end).indexOf('\\') >= 0)) {
      return unknown(at);
    }
    Arrays.fill(kinds, from, end, LITERAL);
    quoted(at, from);
    return quoted(end, end + quote.length());
  }

  /** A parameter, or the first quote of a literal. In a name it is neither. */
  private int endOfDollar(int at) {
    boolean inName = at > 0 && (isLetterOrDigit(sql.charAt(at - 1)) || sql.charAt(at - 1) == '$');
    int tag = at + 1;
    if (!inName && tag < sql.length() && isDigit(sql.charAt(tag))) {
      return tag;
    }
    while (tag < sql.length() && isLetterOrDigit(sql.charAt(tag))) {
      tag++;
    }
    return inName || tag == sql.length() || sql.charAt(tag) != '$'
        ? unknown(at)
        : endOfLiteral(at, sql.substring(at, tag + 1));
  }

  private int quoted(int from, int to) {
    Arrays.fill(kinds, from, to, QUOTED);
    return to;
  }

  private int unknown(int from) {
    Arrays.fill(kinds, from, kinds.length, UNKNOWN);
    return kinds.length;
  }
}
