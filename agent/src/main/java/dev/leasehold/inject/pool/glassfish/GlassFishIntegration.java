// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.glassfish;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The pool of GlassFish and Payara. It is for every sort of resource, not for JDBC alone. */
public final class GlassFishIntegration implements PoolIntegration {

  private static final String CONNECTION = "actualConnection";

  /** Makes the only instance. */
  public GlassFishIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new GlassFishPool(instance);
  }

  @Override
  public boolean shouldDiscard(Object handle, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Connection connection = connectionOf(handle);
    return connection != null && spent.test(connection);
  }

  /**
   * Returns the connection in a {@code ResourceHandle}; null where that is of another sort of
   * resource. A connection that a driver makes for pools is there before it was first lent.
   */
  private static @Nullable Connection connectionOf(Object handle)
      throws ReflectiveOperationException {
    Object managed = MemberAccess.call(handle, "getResource");
    if (managed == null || !MemberAccess.has(managed, CONNECTION)) {
      return null;
    }
    Object connection = MemberAccess.get(managed, CONNECTION);
    return connection instanceof Connection ? (Connection) connection : null;
  }
}
