// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.vibur;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Vibur. */
public final class ViburIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public ViburIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new ViburPool(instance);
  }

  @Override
  public boolean shouldDiscard(Object holder, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    return spent.test(connectionOf(holder));
  }

  /** Returns the connection in a {@code ConnHolder}; the field got another name in 22.0. */
  static Connection connectionOf(Object holder) throws ReflectiveOperationException {
    return (Connection)
        MemberAccess.part(
            holder, MemberAccess.has(holder, "rawConnection") ? "rawConnection" : "value");
  }
}
