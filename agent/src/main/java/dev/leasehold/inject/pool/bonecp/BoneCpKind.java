// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.bonecp;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.inject.pool.Inside;
import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** BoneCP. */
public final class BoneCpKind implements PoolKind {

  /** Makes the one that there is. */
  public BoneCpKind() {}

  @Override
  public Pool reach(Object instance) {
    return new BoneCpPool(instance);
  }

  @Override
  public boolean isToGo(Object pooled, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(pooled);
    return connection != null && retired.test(connection);
  }

  /** Returns the connection in a {@code ConnectionHandle}. */
  static @Nullable Connection connectionOf(Object handle) throws ReflectiveOperationException {
    return (Connection) Inside.get(handle, "connection");
  }
}
