// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.pgpooling;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import javax.sql.PooledConnection;

/**
 * Takes the retired connections off the stack of idle connections, under the pool's lock; closes
 * them.
 */
final class PgPoolingPool extends WeakPool {

  /** Makes the eviction for an instance of {@code PGPoolingDataSource}. */
  PgPoolingPool(Object dataSource) {
    super(dataSource);
  }

  /** It looks at no connection that it lends. */
  @Override
  public boolean lendsClosed() {
    return true;
  }

  @Override
  protected void evictFrom(Object dataSource, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    for (PooledConnection pooled : takeOff(dataSource, retired)) {
      PgPoolingIntegration.close(pooled);
    }
  }

  /** Its lock is any object's before 42.6, and one of {@code java.util.concurrent} since. */
  private static List<PooledConnection> takeOff(Object dataSource, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Object lock = MemberAccess.part(dataSource, "lock");
    if (!(lock instanceof Lock)) {
      synchronized (lock) {
        return takeOffLocked(dataSource, retired);
      }
    }
    ((Lock) lock).lock();
    try {
      return takeOffLocked(dataSource, retired);
    } finally {
      ((Lock) lock).unlock();
    }
  }

  private static List<PooledConnection> takeOffLocked(
      Object dataSource, Predicate<Connection> retired) throws ReflectiveOperationException {
    List<PooledConnection> taken = new ArrayList<>();
    Collection<?> idle = (Collection<?>) MemberAccess.get(dataSource, "available");
    Iterator<?> each = idle == null ? taken.iterator() : idle.iterator(); // Null: it is closed.
    while (each.hasNext()) {
      Object pooled = each.next();
      Connection connection = PgPoolingIntegration.connectionOf(pooled);
      if (connection == null || retired.test(connection)) {
        each.remove();
        taken.add((PooledConnection) pooled);
      }
    }
    return taken;
  }
}
