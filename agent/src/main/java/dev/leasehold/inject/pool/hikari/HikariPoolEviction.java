// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hikari;

import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * Soft eviction in HikariCP, of the retired connections alone where its internals are as known.
 *
 * <p>Before 6.0 a borrowed connection goes back into the pool and is closed at the next borrow, or
 * by the next call here. From 6.0 on it is closed when it comes back.
 */
final class HikariPoolEviction extends WeakPool {

  /**
   * Without the internals all connections go, current connections too: not more often than needed.
   */
  private static final int CALLS_BETWEEN_FULL_EVICTIONS = 16;

  private int calls;

  /** Makes the eviction for an instance of {@code com.zaxxer.hikari.pool.HikariPool}. */
  HikariPoolEviction(Object pool) {
    super(pool);
  }

  /** A marked entry is closed instead of being lent, by the pool's own thread. */
  @Override
  protected void markIn(Object instance, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    HikariInternals internals = HikariInternals.of(instance);
    if (internals.areKnown()) {
      forEachRetired(instance, internals, retired, internals::mark);
    }
  }

  @Override
  protected void evictFrom(Object instance, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    HikariInternals internals = HikariInternals.of(instance);
    if (internals.areKnown()) {
      forEachRetired(instance, internals, retired, entry -> internals.evict(instance, entry));
    } else {
      calls = first ? 0 : calls + 1;
      if (calls % CALLS_BETWEEN_FULL_EVICTIONS == 0) {
        internals.evictAll(instance);
      }
    }
  }

  private static void forEachRetired(
      Object instance, HikariInternals internals, Predicate<Connection> retired, Action action)
      throws ReflectiveOperationException {
    for (Object entry : internals.entries(instance)) {
      Connection connection = internals.connectionOf(entry);
      if (connection != null && retired.test(connection)) {
        action.on(entry);
      }
    }
  }

  /** An action on one entry. */
  private interface Action {
    void on(Object entry) throws ReflectiveOperationException;
  }
}
