// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.ucp;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.inject.pool.Inside;
import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Oracle's Universal Connection Pool. */
public final class UcpKind implements PoolKind {

  /** Makes the one that there is. */
  public UcpKind() {}

  @Override
  public Pool reach(Object instance) {
    return new UcpPool(instance);
  }

  /** Marks a connection that has come back, so that the pool itself closes it. */
  @Override
  public boolean isToGo(Object pooled, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Object physical = Inside.call(pooled, "getPhysicalConnection");
    if (physical instanceof Connection && retired.test((Connection) physical)) {
      Object delegator = Inside.call(pooled, "getDelegator");
      if (delegator != null) {
        Inside.call(delegator, "markCloseOnReturn");
      }
    }
    return false;
  }
}
