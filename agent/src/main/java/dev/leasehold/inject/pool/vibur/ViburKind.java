// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.vibur;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.inject.pool.Inside;
import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Vibur. */
public final class ViburKind implements PoolKind {

  /** Makes the one that there is. */
  public ViburKind() {}

  @Override
  public Pool reach(Object instance) {
    return new ViburPool(instance);
  }

  @Override
  public boolean isToGo(Object holder, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    return retired.test(connectionOf(holder));
  }

  /** Returns the connection in a {@code ConnHolder}; the field got another name in 22.0. */
  static Connection connectionOf(Object holder) throws ReflectiveOperationException {
    return (Connection)
        Inside.part(holder, Inside.has(holder, "rawConnection") ? "rawConnection" : "value");
  }
}
