// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.r2dbc;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * Eviction in r2dbc-pool: a round of the eviction that the pool itself makes in the background, by
 * the predicate that {@link R2dbcEvictionIntegration} has added to.
 */
public final class R2dbcPool extends WeakPool {

  /** Makes the eviction for an instance of {@code io.r2dbc.pool.ConnectionPool}. */
  public R2dbcPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object instance, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object pool = MemberAccess.part(instance, "connectionPool");
    R2dbcScheduleIntegration.ROUND_OF_OURS.set(Boolean.TRUE);
    try {
      MemberAccess.call(pool, "evictInBackground");
    } finally {
      R2dbcScheduleIntegration.ROUND_OF_OURS.remove();
    }
  }
}
