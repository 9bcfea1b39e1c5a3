// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.dbcp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Commons DBCP, whose pools are pools of Commons Pool: for any object, and evicting nothing. */
public final class DbcpIntegration implements PoolIntegration {

  private final Function<Object, EvictablePool> eviction;

  private DbcpIntegration(Function<Object, EvictablePool> eviction) {
    this.eviction = eviction;
  }

  /** Returns DBCP 1. */
  public static PoolIntegration first() {
    return new DbcpIntegration(Dbcp1Pool::new);
  }

  /** Returns DBCP 2. */
  public static PoolIntegration second() {
    return new DbcpIntegration(Dbcp2Pool::new);
  }

  @Override
  public EvictablePool reach(Object factory) {
    return eviction.apply(factory);
  }

  /** Takes a connection out of the pool when its borrower closes it. */
  @Override
  public boolean shouldDiscard(Object pooled, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(pooled);
    if (connection == null || !spent.test(connection)) {
      return false;
    }
    rollBack(connection);
    MemberAccess.call(poolOf(pooled), "invalidateObject", pooled);
    return true;
  }

  /** Returns the connection in a {@code PoolableConnection}. */
  static @Nullable Connection connectionOf(Object poolable) throws ReflectiveOperationException {
    return (Connection) MemberAccess.call(poolable, "getInnermostDelegate");
  }

  /**
   * Returns the pool of a connection or of a factory; later versions of DBCP 2 have dropped a dash.
   */
  static Object poolOf(Object member) throws ReflectiveOperationException {
    return MemberAccess.part(member, MemberAccess.has(member, "_pool") ? "_pool" : "pool");
  }

  /**
   * As the pool does with a returned connection: some databases commit an open transaction when
   * closed.
   */
  private static void rollBack(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
    } catch (SQLException broken) {
      // It is closed next.
    }
  }
}
