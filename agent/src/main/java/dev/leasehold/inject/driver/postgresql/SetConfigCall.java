// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.util.ArrayList;
import java.util.List;

/**
 * A call of {@code set_config} in the text of a statement, read as far as that is certain. Not read
 * is a call within a literal or by a quoted name.
 */
final class SetConfigCall {

  private static final int ARGUMENTS = 3;

  private static final String SEED = "'seed'";

  private final StatementText text;
  private final String sql;
  private final List<String> arguments = new ArrayList<>();

  private SetConfigCall(StatementText text, int after) {
    this.text = text;
    this.sql = text.withoutComments();
    int open = StatementText.skipSpace(sql, after);
    if (sql.startsWith("(", open) && text.isCode(after - 1)) {
      read(open + 1);
    }
  }

  /**
   * Returns whether a call certainly leaves no setting that PostgreSQL does not show. It sets for
   * its transaction alone, or its name has no dot and is no name of an application's own. The seed
   * of random numbers is not shown, and outlives its transaction.
   *
   * @param after the end of the function's name
   */
  static boolean leavesOnlyShown(StatementText text, int after) {
    List<String> arguments = new SetConfigCall(text, after).arguments;
    return arguments.size() == ARGUMENTS
        && arguments.get(0).startsWith("'")
        && arguments.get(0).indexOf('\'', 1) == arguments.get(0).length() - 1
        && !arguments.get(0).equalsIgnoreCase(SEED)
        && (arguments.get(0).indexOf('.') < 0 || arguments.get(2).equalsIgnoreCase("true"));
  }

  private void read(int begin) {
    int depth = 0;
    int from = begin;
    for (int at = begin; at < sql.length() && depth >= 0; at++) {
      char sign = text.isCode(at) ? sql.charAt(at) : ' ';
      depth += step(sign);
      if (depth < 0 || (depth == 0 && sign == ',')) {
        arguments.add(sql.substring(from, at).trim());
        from = at + 1;
      }
    }
  }

  private static int step(char sign) {
    return sign == '(' ? 1 : sign == ')' ? -1 : 0;
  }
}
