// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.druid;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.inject.pool.Inside;
import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Druid. */
public final class DruidKind implements PoolKind {

  /** Makes the one that there is. */
  public DruidKind() {}

  @Override
  public Pool reach(Object instance) {
    return new DruidPool(instance);
  }

  /** Discards a connection that has come back and is rolled back. */
  @Override
  public boolean isToGo(Object holder, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(holder);
    if (!retired.test(connection)) {
      return false;
    }
    Inside.call(Inside.part(holder, "dataSource"), "discardConnection", connection);
    Inside.call(holder, "setDiscard", true);
    return true;
  }

  /** Returns the connection in a {@code DruidConnectionHolder}. */
  static Connection connectionOf(Object holder) throws ReflectiveOperationException {
    return (Connection) Inside.part(holder, "conn");
  }
}
