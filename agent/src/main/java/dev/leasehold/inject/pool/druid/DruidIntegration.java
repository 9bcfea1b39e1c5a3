// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.druid;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Druid. */
public final class DruidIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public DruidIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new DruidPool(instance);
  }

  /** Discards a connection that has come back and is rolled back. */
  @Override
  public boolean shouldDiscard(Object holder, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(holder);
    if (!spent.test(connection)) {
      return false;
    }
    MemberAccess.call(MemberAccess.part(holder, "dataSource"), "discardConnection", connection);
    MemberAccess.call(holder, "setDiscard", true);
    return true;
  }

  /** Returns the connection in a {@code DruidConnectionHolder}. */
  static Connection connectionOf(Object holder) throws ReflectiveOperationException {
    return (Connection) MemberAccess.part(holder, "conn");
  }
}
