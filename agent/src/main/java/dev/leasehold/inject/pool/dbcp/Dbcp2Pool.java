// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.dbcp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Invalidates the retired connections that are idle. Each is reserved first, as the pool's own
 * evictor does it, so that nobody borrows it meanwhile.
 */
final class Dbcp2Pool extends WeakPool {

  /** Makes the eviction for an instance of {@code PoolableConnectionFactory}. */
  Dbcp2Pool(Object factory) {
    super(factory);
  }

  @Override
  protected void evictFrom(Object factory, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object pool = DbcpIntegration.poolOf(factory);
    for (Object pooled : ((Map<?, ?>) MemberAccess.part(pool, "allObjects")).values()) {
      Object poolable = MemberAccess.call(pooled, "getObject");
      if (poolable != null && isRetired(poolable, retired) && isReserved(pooled)) {
        MemberAccess.call(pool, "invalidateObject", poolable);
      }
    }
  }

  private static boolean isRetired(Object poolable, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Connection connection = DbcpIntegration.connectionOf(poolable);
    return connection != null && retired.test(connection);
  }

  /** Reserves an idle connection; false for a borrowed connection. */
  private static boolean isReserved(Object pooled) throws ReflectiveOperationException {
    return Boolean.TRUE.equals(MemberAccess.call(pooled, "startEvictionTest"));
  }
}
