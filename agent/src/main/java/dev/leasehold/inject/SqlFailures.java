package dev.leasehold.inject;

import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks for an SQLException in a failure: its own, its causes', and those chained to it. */
final class SqlFailures {

  /** Drivers nest two or three deep; a bound, because chains can be circular. */
  private static final int DEPTH = 8;

  private SqlFailures() {}

  static @Nullable SQLException find(@Nullable Throwable failure, Predicate<SQLException> wanted) {
    return find(failure, wanted, DEPTH);
  }

  private static @Nullable SQLException find(
      @Nullable Throwable failure, Predicate<SQLException> wanted, int depth) {
    if (failure == null || depth == 0) {
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
    return next != null ? next : find(failure.getCause(), wanted, depth - 1);
  }
}
