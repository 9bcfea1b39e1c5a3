// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.jdbc;

import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an SQLException in a failure: the failure itself, the failures chained to it, the
 * failures that it suppresses, and its causes.
 */
public final class SqlFailures {

  /** Drivers nest two or three deep; a bound, because chains can be circular. */
  private static final int DEPTH = 8;

  /**
   * The number to look at in all: an exception for each server of a long list, chained and caused.
   */
  private static final int MOST = 64;

  private int looks;

  private SqlFailures() {}

  /** Returns the first wanted exception; null where there is none. */
  public static @Nullable SQLException find(
      @Nullable Throwable failure, Predicate<SQLException> wanted) {
    return new SqlFailures().find(failure, wanted, DEPTH);
  }

  /**
   * Returns the code of a failure without its text; the vendor's code is left out where it is 0.
   */
  public static String code(SQLException failure) {
    String state = "SQLState " + failure.getSQLState();
    return failure.getErrorCode() == 0 ? state : state + ", error " + failure.getErrorCode();
  }

  private @Nullable SQLException find(
      @Nullable Throwable failure, Predicate<SQLException> wanted, int depth) {
    if (failure == null || depth == 0 || ++looks > MOST) {
      return null;
    }
    SQLException next = null;
    if (failure instanceof SQLException) {
      SQLException sql = (SQLException) failure;
      if (wanted.test(sql)) {
        return sql;
      }
      next = find(sql.getNextException(), wanted, depth - 1);
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      next = next == null ? find(suppressed, wanted, depth - 1) : next;
    }
    return next != null ? next : find(failure.getCause(), wanted, depth - 1);
  }
}
