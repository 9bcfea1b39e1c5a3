// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.tomcat;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tomcat JDBC. */
public final class TomcatIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public TomcatIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new TomcatPool(instance);
  }

  @Override
  public boolean shouldDiscard(Object pooled, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(pooled);
    return connection != null && spent.test(connection);
  }

  /** Returns the connection in a {@code PooledConnection}; null when it is closed meanwhile. */
  static @Nullable Connection connectionOf(Object pooled) throws ReflectiveOperationException {
    return (Connection) MemberAccess.get(pooled, "connection");
  }
}
