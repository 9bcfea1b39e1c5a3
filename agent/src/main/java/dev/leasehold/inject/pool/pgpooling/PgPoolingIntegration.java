// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.pgpooling;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;

/**
 * {@code PGPoolingDataSource}. Its connections come back by way of the listener that JDBC has for
 * pools, rolled back by then.
 */
public final class PgPoolingIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public PgPoolingIntegration() {}

  @Override
  public EvictablePool reach(Object dataSource) {
    return new PgPoolingPool(dataSource);
  }

  /** Tells the pool that a retired connection is broken, where it is told that it comes back. */
  @Override
  public Object @Nullable [] intercept(Object[] arguments, Predicate<Object> retired)
      throws ReflectiveOperationException {
    ConnectionEvent back = (ConnectionEvent) arguments[1];
    PooledConnection pooled = (PooledConnection) back.getSource();
    Connection connection = connectionOf(pooled);
    if (connection == null || !retired.test(connection)) {
      return null;
    }
    ((ConnectionEventListener) arguments[0]).connectionErrorOccurred(back);
    close(pooled); // Which the pool leaves to nobody.
    return new Object[1];
  }

  /** Returns the connection in a {@code PGPooledConnection}; null once it is closed. */
  static @Nullable Connection connectionOf(Object pooled) throws ReflectiveOperationException {
    return (Connection) MemberAccess.get(pooled, "con");
  }

  /** Closes a connection that the pool does not know any more. */
  static void close(PooledConnection pooled) {
    try {
      pooled.close();
    } catch (SQLException broken) {
      // Nobody has it any more.
    }
  }
}
