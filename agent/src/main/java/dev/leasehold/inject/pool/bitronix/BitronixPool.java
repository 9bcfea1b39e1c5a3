// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.bitronix;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.function.Predicate;

/**
 * Takes the retired connections that are idle out of the pool, under the pool's lock as the pool
 * itself does; closes them. The pool opens new connections when it is asked for a connection.
 */
final class BitronixPool extends WeakPool {

  private static final String HOLDERS = "objects";

  /** {@code XAStatefulHolder.STATE_IN_POOL}. */
  private static final int IN_POOL = 1;

  /** Makes the eviction for an instance of {@code XAPool}. */
  BitronixPool(Object pool) {
    super(pool);
  }

  /** It looks at no connection that it lends, unless it is told to. */
  @Override
  public boolean lendsClosed() {
    return true;
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    for (Object holder : new ArrayList<>((Collection<?>) MemberAccess.part(pool, HOLDERS))) {
      Connection connection = BitronixIntegration.connectionOf(holder);
      if (connection != null && retired.test(connection) && takeOut(pool, holder)) {
        close(holder);
      }
    }
  }

  /**
   * Takes out a connection that has come back, and closes it. A thread that waits for a connection
   * does not open it itself. It waits only where the pool was full, and then gets a new connection.
   *
   * @return whether it was there, and nobody had borrowed it again
   */
  static boolean takeBack(Object pool, Object holder) throws ReflectiveOperationException {
    Object bean = MemberAccess.part(pool, "bean");
    int most = (Integer) MemberAccess.part(bean, "maxPoolSize");
    boolean full = ((Collection<?>) MemberAccess.part(pool, HOLDERS)).size() >= most;
    if (!takeOut(pool, holder)) {
      return false;
    }
    close(holder);
    if (full) {
      MemberAccess.call(pool, "grow");
      synchronized (pool) {
        pool.notifyAll();
      }
    }
    return true;
  }

  private static boolean takeOut(Object pool, Object holder) throws ReflectiveOperationException {
    synchronized (pool) {
      return Integer.valueOf(IN_POOL).equals(MemberAccess.call(holder, "getState"))
          && ((Collection<?>) MemberAccess.part(pool, HOLDERS)).remove(holder);
    }
  }

  private static void close(Object holder) throws ReflectiveOperationException {
    try {
      MemberAccess.call(holder, "close");
    } catch (InvocationTargetException broken) {
      // Nobody has it any more.
    }
  }
}
