package dev.leasehold.inject.pool.bonecp;

import dev.leasehold.inject.pool.Inside;
import dev.leasehold.inject.pool.WeakPool;
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
    for (Object partition : (Object[]) Inside.part(pool, "partitions")) {
      Queue<?> free = (Queue<?>) Inside.part(partition, "freeConnections");
      for (Object handle : free) { // The queue's iterator bears changes.
        Connection connection = BoneCpKind.connectionOf(handle);
        if (connection != null && retired.test(connection) && free.remove(handle)) {
          Inside.call(handle, "internalClose");
          Inside.call(pool, "postDestroyConnection", handle);
          Inside.call(pool, "maybeSignalForMoreConnections", partition);
        }
      }
    }
  }
}
