// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.r2dbc;

import dev.leasehold.inject.pool.Inside;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * Eviction in r2dbc-pool: a round of the eviction that the pool itself makes in the background, by
 * the predicate that {@link EvictionKind} has added to.
 */
public final class R2dbcPool extends WeakPool {

  /** Makes the eviction for an instance of {@code io.r2dbc.pool.ConnectionPool}. */
  public R2dbcPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object instance, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object pool = Inside.part(instance, "connectionPool");
    ScheduleKind.ROUND_OF_OURS.set(Boolean.TRUE);
    try {
      Inside.call(pool, "evictInBackground");
    } finally {
      ScheduleKind.ROUND_OF_OURS.remove();
    }
  }
}
