// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.bonecp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** BoneCP. */
public final class BoneCpIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public BoneCpIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new BoneCpPool(instance);
  }

  @Override
  public boolean shouldDiscard(Object pooled, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(pooled);
    return connection != null && spent.test(connection);
  }

  /** Returns the connection in a {@code ConnectionHandle}. */
  static @Nullable Connection connectionOf(Object handle) throws ReflectiveOperationException {
    return (Connection) MemberAccess.get(handle, "connection");
  }
}
