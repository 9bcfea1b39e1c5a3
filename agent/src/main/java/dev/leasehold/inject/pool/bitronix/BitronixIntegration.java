// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.bitronix;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Bitronix. Its pools are for JMS, too. */
public final class BitronixIntegration implements PoolIntegration {

  private static final String CONNECTION = "connection";

  /** Makes the only instance. */
  public BitronixIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new BitronixPool(instance);
  }

  /**
   * Takes a connection that has come back out of its pool, if it is retired or was closed while it
   * was lent. No other change of its state counts.
   */
  @Override
  public boolean shouldDiscard(Object holder, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(holder);
    if (connection == null || !spent.test(connection)) {
      return false;
    }
    Object pool = MemberAccess.part(MemberAccess.part(holder, "poolingDataSource"), "pool");
    return BitronixPool.takeBack(pool, holder);
  }

  /**
   * Returns the connection in a {@code JdbcPooledConnection}; null for another sort of holder.
   * Bitronix's own wrapper of a driver's connection is passed by: it does not know when that
   * connection is closed.
   */
  static @Nullable Connection connectionOf(Object holder) throws ReflectiveOperationException {
    if (!MemberAccess.has(holder, "xaConnection")) {
      return null;
    }
    Object inXa = MemberAccess.part(holder, "xaConnection");
    boolean ownXa = Proxy.isProxyClass(inXa.getClass());
    Connection inner = connectionIn(ownXa ? Proxy.getInvocationHandler(inXa) : inXa);
    return inner == null ? connectionIn(holder) : inner;
  }

  private static @Nullable Connection connectionIn(Object holder)
      throws ReflectiveOperationException {
    Object connection =
        MemberAccess.has(holder, CONNECTION) ? MemberAccess.get(holder, CONNECTION) : null;
    return connection instanceof Connection ? (Connection) connection : null;
  }
}
