// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.dbcp;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.inject.pool.Inside;
import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Commons DBCP, whose pools are those of Commons Pool: for anything, and evicting nothing. */
public final class DbcpKind implements PoolKind {

  private final Function<Object, Pool> eviction;

  private DbcpKind(Function<Object, Pool> eviction) {
    this.eviction = eviction;
  }

  /** Returns DBCP 1. */
  public static PoolKind first() {
    return new DbcpKind(Dbcp1Pool::new);
  }

  /** Returns DBCP 2. */
  public static PoolKind second() {
    return new DbcpKind(Dbcp2Pool::new);
  }

  @Override
  public Pool reach(Object factory) {
    return eviction.apply(factory);
  }

  /** Takes a connection out of the pool when its borrower closes it. */
  @Override
  public boolean isToGo(Object pooled, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(pooled);
    if (connection == null || !retired.test(connection)) {
      return false;
    }
    rollBack(connection);
    Inside.call(poolOf(pooled), "invalidateObject", pooled);
    return true;
  }

  /** Returns the connection in a {@code PoolableConnection}. */
  static @Nullable Connection connectionOf(Object poolable) throws ReflectiveOperationException {
    return (Connection) Inside.call(poolable, "getInnermostDelegate");
  }

  /**
   * Returns the pool of a connection or of a factory; later versions of DBCP 2 have dropped a dash.
   */
  static Object poolOf(Object member) throws ReflectiveOperationException {
    return Inside.part(member, Inside.has(member, "_pool") ? "_pool" : "pool");
  }

  /** As the pool does with what comes back: some databases commit what is open when closed. */
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
