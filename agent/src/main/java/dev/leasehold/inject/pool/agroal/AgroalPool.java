// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.agroal;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * Flushes the retired connections gracefully, one by one, as Agroal itself does when a connection's
 * maximum lifetime has come. An idle connection is closed at once, a borrowed connection when it
 * comes back.
 */
final class AgroalPool extends WeakPool {

  private static final String GRACEFUL = "GRACEFUL";
  private static final String FLUSHED = "FLUSH";

  /** Makes the eviction for an instance of {@code ConnectionPool}. */
  AgroalPool(Object pool) {
    super(pool);
  }

  /** It does, unless it is told to validate, or which errors are fatal. */
  @Override
  public boolean lendsClosed() {
    return true;
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    for (Object handler : (Iterable<?>) MemberAccess.part(pool, "allConnections")) {
      Connection connection = (Connection) MemberAccess.part(handler, "connection");
      if (!isFlushed(handler) && retired.test(connection)) {
        flush(pool, handler);
      }
    }
  }

  private static boolean isFlushed(Object handler) throws ReflectiveOperationException {
    return MemberAccess.part(handler, "state").toString().equals(FLUSHED);
  }

  private static void flush(Object pool, Object handler) throws ReflectiveOperationException {
    Object mode = MemberAccess.constant(pool, "io.agroal.api.AgroalDataSource$FlushMode", GRACEFUL);
    ((Runnable) MemberAccess.create(pool, "FlushTask", pool, mode, handler)).run();
  }
}
