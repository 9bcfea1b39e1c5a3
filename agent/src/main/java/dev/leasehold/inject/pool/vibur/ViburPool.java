// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.vibur;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Takes the retired connections out of the queue of idle connections and destroys them one by one.
 * The pool's own {@code drainCreated} does so with all.
 */
final class ViburPool extends WeakPool {

  /** Makes the eviction for an instance of {@code ViburDBCPDataSource}. */
  ViburPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object dataSource, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object pool = poolOf(dataSource);
    AtomicInteger created = (AtomicInteger) MemberAccess.part(pool, "createdTotal");
    Collection<?> idle = idleOf(pool);
    for (Object holder : idle) { // The iterators of both kinds of queue bear changes.
      if (retired.test(ViburIntegration.connectionOf(holder)) && idle.remove(holder)) {
        created.decrementAndGet();
        MemberAccess.call(MemberAccess.part(pool, "poolObjectFactory"), "destroy", holder);
      }
    }
  }

  private static Object poolOf(Object dataSource) throws ReflectiveOperationException {
    return MemberAccess.has(dataSource, "pool")
        ? MemberAccess.part(dataSource, "pool")
        : MemberAccess.part(MemberAccess.part(dataSource, "poolOperations"), "pool"); // Before 5.0.
  }

  private static Collection<?> idleOf(Object pool) throws ReflectiveOperationException {
    Object available = MemberAccess.part(pool, "available");
    if (available instanceof Collection) {
      return (Collection<?>) available; // Before 10.0.
    }
    return (Collection<?>)
        MemberAccess.part(available, MemberAccess.has(available, "deque") ? "deque" : "queue");
  }
}
