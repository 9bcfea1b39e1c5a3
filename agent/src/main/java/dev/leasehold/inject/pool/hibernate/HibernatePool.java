// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hibernate;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.function.Predicate;

/** Takes the retired connections out of the queue of idle connections; closes them. */
final class HibernatePool extends WeakPool {

  /** Makes the eviction for an instance of {@code DriverManagerConnectionProviderImpl}. */
  HibernatePool(Object provider) {
    super(provider);
  }

  @Override
  protected void evictFrom(Object provider, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object pool = MemberAccess.part(MemberAccess.part(provider, "state"), "pool");
    Queue<?> all = (Queue<?>) MemberAccess.part(pool, "allConnections");
    Queue<?> idle = (Queue<?>) MemberAccess.part(pool, "availableConnections");
    for (Object pooled : idle) { // The queue's iterator bears changes.
      Connection connection = (Connection) pooled;
      if (retired.test(connection) && idle.remove(pooled)) {
        all.remove(pooled);
        close(connection);
      }
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException broken) {
      // Nobody has it any more.
    }
  }
}
