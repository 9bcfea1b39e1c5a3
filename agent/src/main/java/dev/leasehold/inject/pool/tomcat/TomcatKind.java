// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.tomcat;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.inject.pool.Inside;
import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tomcat JDBC. */
public final class TomcatKind implements PoolKind {

  /** Makes the one that there is. */
  public TomcatKind() {}

  @Override
  public Pool reach(Object instance) {
    return new TomcatPool(instance);
  }

  @Override
  public boolean isToGo(Object pooled, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(pooled);
    return connection != null && retired.test(connection);
  }

  /** Returns the connection in a {@code PooledConnection}; null when it is closed meanwhile. */
  static @Nullable Connection connectionOf(Object pooled) throws ReflectiveOperationException {
    return (Connection) Inside.get(pooled, "connection");
  }
}
