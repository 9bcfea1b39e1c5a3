// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.vertx;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * Eviction in the pool of Vert.x's SQL clients: a round as the pool itself makes them, by the
 * earlier answers of {@link VertxPoolIntegration}.
 */
public final class VertxPool extends WeakPool {

  /** Makes the eviction for an instance of {@code SqlConnectionPool}. */
  public VertxPool(Object pool) {
    super(pool);
  }

  /** A waiter for a place gets its connection with the class loader of the thread's context. */
  @Override
  protected void evictFrom(Object instance, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(instance.getClass().getClassLoader());
    VertxPoolIntegration.ROUND_OF_OURS.set(Boolean.TRUE);
    try {
      MemberAccess.call(instance, "evict");
    } finally {
      VertxPoolIntegration.ROUND_OF_OURS.remove();
      thread.setContextClassLoader(own);
    }
  }
}
