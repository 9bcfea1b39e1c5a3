// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.util.ArrayList;
import java.util.List;

/**
 * A call of {@code set_config} in the text of a statement, read as far as that is certain. Not read
 * is text with quoted names, with comments, or with literals that are not plain.
 */
final class SetConfigCall {

  private static final int ARGUMENTS = 3;

  private static final String SEED = "'seed'";

  private final String sql;
  private final List<String> arguments = new ArrayList<>();

  private SetConfigCall(String sql, int from) {
    this.sql = sql;
    int open = sql.indexOf('(', from);
    if (open >= 0 && sql.substring(from, open).trim().isEmpty() && !isInLiteral(from)) {
      read(open + 1);
    }
  }

  /**
   * Returns whether a call certainly sets for its transaction alone. The seed of random numbers
   * outlives it.
   *
   * @param after the end of the function's name
   */
  static boolean isLocal(String sql, int after) {
    if (!isPlain(sql)) {
      return false;
    }
    List<String> arguments = new SetConfigCall(sql, after).arguments;
    return arguments.size() == ARGUMENTS
        && arguments.get(0).startsWith("'")
        && arguments.get(0).indexOf('\'', 1) == arguments.get(0).length() - 1
        && !arguments.get(0).equalsIgnoreCase(SEED)
        && arguments.get(2).equalsIgnoreCase("true");
  }

  /** A parameter is a dollar and a number. */
  private static boolean isPlain(String sql) {
    boolean plain =
        sql.indexOf('"') < 0 && sql.indexOf('\\') < 0 && !sql.contains("--") && !sql.contains("/*");
    for (int at = sql.indexOf('$'); plain && at >= 0; at = sql.indexOf('$', at + 1)) {
      plain = at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1));
    }
    return plain;
  }

  private boolean isInLiteral(int end) {
    return sql.chars().limit(end).filter(sign -> sign == '\'').count() % 2 == 1;
  }

  /** A quote within a literal is two, which end it and begin it again. */
  private void read(int begin) {
    int depth = 0;
    boolean literal = false;
    int from = begin;
    for (int at = begin; at < sql.length() && depth >= 0; at++) {
      char sign = sql.charAt(at);
      literal ^= sign == '\'';
      depth += literal ? 0 : step(sign);
      if (!literal && (depth < 0 || (depth == 0 && sign == ','))) {
        arguments.add(sql.substring(from, at).trim());
        from = at + 1;
      }
    }
  }

  private static int step(char sign) {
    return sign == '(' ? 1 : sign == ')' ? -1 : 0;
  }
}
