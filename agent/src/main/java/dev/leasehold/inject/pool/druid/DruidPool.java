// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.druid;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/**
 * Takes the retired connections out of the array of idle connections, under the pool's lock, as the
 * pool's own {@code shrink} does; closes them.
 */
final class DruidPool extends WeakPool {

  /** Makes the eviction for an instance of {@code DruidDataSource}. */
  DruidPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    List<Connection> taken;
    Lock lock = (Lock) MemberAccess.part(pool, "lock");
    lock.lock();
    try {
      taken = takeOut(pool, retired);
    } finally {
      lock.unlock();
    }
    for (Connection connection : taken) {
      close(connection);
    }
  }

  private static List<Connection> takeOut(Object pool, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    List<Connection> taken = new ArrayList<>();
    Object[] idle = (Object[]) MemberAccess.get(pool, "connections");
    if (idle == null) {
      return taken; // It is not in use yet.
    }
    int count = (Integer) MemberAccess.part(pool, "poolingCount");
    int kept = 0;
    for (int i = 0; i < count; i++) {
      Connection connection = DruidIntegration.connectionOf(idle[i]);
      if (retired.test(connection)) {
        taken.add(connection);
      } else {
        idle[kept++] = idle[i];
      }
    }
    if (kept < count) {
      Arrays.fill(idle, kept, count, null);
      MemberAccess.set(pool, "poolingCount", kept);
      MemberAccess.call(
          pool, "emptySignal"); // Its thread makes new ones, down to the least number.
    }
    return taken;
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException broken) {
      // Nobody has it any more.
    }
  }
}
