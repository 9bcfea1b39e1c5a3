// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.tomcat;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Takes the retired connections out of the queue of idle connections, and has the pool close them.
 */
final class TomcatPool extends WeakPool {

  /** Makes the eviction for an instance of {@code ConnectionPool}. */
  TomcatPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Queue<?> idle = (Queue<?>) MemberAccess.part(pool, "idle");
    for (Object pooled : idle) { // The queue's iterator bears changes.
      Connection connection = TomcatIntegration.connectionOf(pooled);
      if (connection != null && retired.test(connection)) {
        Method release = MemberAccess.needed(pool, "release", pooled); // Else the pool loses count.
        if (idle.remove(pooled)) {
          release.invoke(pool, pooled);
        }
      }
    }
  }
}
