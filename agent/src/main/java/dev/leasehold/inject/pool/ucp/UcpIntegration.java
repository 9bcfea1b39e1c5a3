// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.ucp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Oracle's Universal Connection Pool. */
public final class UcpIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public UcpIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new UcpPool(instance);
  }

  /** Marks a connection that has come back, so that the pool itself closes it. */
  @Override
  public boolean shouldDiscard(Object pooled, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Object physical = MemberAccess.call(pooled, "getPhysicalConnection");
    if (physical instanceof Connection && spent.test((Connection) physical)) {
      Object delegator = MemberAccess.call(pooled, "getDelegator");
      if (delegator != null) {
        MemberAccess.call(delegator, "markCloseOnReturn");
      }
    }
    return false;
  }
}
