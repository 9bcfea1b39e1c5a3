// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.dbcp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes the retired connections out of the list of idle connections, under the pool's lock; closes
 * them.
 */
final class Dbcp1Pool extends WeakPool {

  /** Makes the eviction for an instance of {@code PoolableConnectionFactory}. */
  Dbcp1Pool(Object factory) {
    super(factory);
  }

  @Override
  protected void evictFrom(Object factory, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object pool = DbcpIntegration.poolOf(factory);
    for (Object poolable : takeOut(pool, retired)) {
      MemberAccess.call(factory, "destroyObject", poolable);
    }
  }

  private static List<Object> takeOut(Object pool, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    List<Object> taken = new ArrayList<>();
    synchronized (pool) {
      Iterator<?> idle = ((Iterable<?>) MemberAccess.part(pool, "_pool")).iterator();
      while (idle.hasNext()) {
        Object poolable = MemberAccess.part(idle.next(), "value");
        Connection connection = DbcpIntegration.connectionOf(poolable);
        if (connection != null && retired.test(connection)) {
          idle.remove();
          taken.add(poolable);
        }
      }
    }
    return taken;
  }
}
