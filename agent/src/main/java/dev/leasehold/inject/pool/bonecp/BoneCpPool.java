// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.bonecp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.util.Queue;
import java.util.function.Predicate;

/** Takes the retired connections out of the partitions' queues, and has the pool replace them. */
final class BoneCpPool extends WeakPool {

  /** Makes the eviction for an instance of {@code BoneCP}. */
  BoneCpPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    for (Object partition : (Object[]) MemberAccess.part(pool, "partitions")) {
      Queue<?> free = (Queue<?>) MemberAccess.part(partition, "freeConnections");
      for (Object handle : free) { // The queue's iterator bears changes.
        Connection connection = BoneCpIntegration.connectionOf(handle);
        if (connection != null && retired.test(connection)) {
          replace(pool, partition, free, handle);
        }
      }
    }
  }

  /** All that is needed is found before the pool would lose count. */
  private static void replace(Object pool, Object partition, Queue<?> free, Object handle)
      throws ReflectiveOperationException {
    Method close = MemberAccess.needed(handle, "internalClose");
    Method forget = MemberAccess.needed(pool, "postDestroyConnection", handle);
    Method signal = MemberAccess.needed(pool, "maybeSignalForMoreConnections", partition);
    if (free.remove(handle)) {
      close.invoke(handle);
      forget.invoke(pool, handle);
      signal.invoke(pool, partition);
    }
  }
}
