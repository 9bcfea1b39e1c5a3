package dev.leasehold.inject;

import java.sql.SQLException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks for SQLStates in a failure: its own, its causes', and those chained to it. */
final class SqlStates {

  /** Drivers nest two or three deep; a bound, because chains can be circular. */
  private static final int DEPTH = 8;

  private SqlStates() {}

  static @Nullable SQLException find(@Nullable Throwable failure, Predicate<String> wanted) {
    return find(failure, wanted, DEPTH);
  }

  private static @Nullable SQLException find(
      @Nullable Throwable failure, Predicate<String> wanted, int depth) {
    if (failure == null || depth == 0) {
      return null;
    }
    SQLException next = null;
    if (failure instanceof SQLException) {
      SQLException sql = (SQLException) failure;
      String state = sql.getSQLState();
      if (state != null && wanted.test(state)) {
        return sql;
      }
      next = find(sql.getNextException(), wanted, depth - 1);
    }
    return next != null ? next : find(failure.getCause(), wanted, depth - 1);
  }
}
