// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.c3p0;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/**
 * Marks the retired connections as broken. The pool drops an idle connection at once, and a
 * borrowed connection when it comes back.
 */
public final class C3p0Pool extends WeakPool {

  /** Makes the eviction for an instance of {@code BasicResourcePool}. */
  public C3p0Pool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    if (!MemberAccess.has(pool, "lockMain")) {
      synchronized (pool) { // As the pool did until it had a lock, for virtual threads.
        mark(pool, retired);
      }
      return;
    }
    Lock lock = (Lock) MemberAccess.part(pool, "lockMain");
    lock.lock();
    try {
      mark(pool, retired);
    } finally {
      lock.unlock();
    }
  }

  private static void mark(Object pool, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Collection<?> managed = ((Map<?, ?>) MemberAccess.part(pool, "managed")).keySet();
    for (Object resource : new ArrayList<>(managed)) {
      Connection connection = (Connection) MemberAccess.get(resource, "physicalConnection");
      if (connection != null && retired.test(connection)) {
        MemberAccess.call(pool, "markBroken", resource);
      }
    }
  }
}
