// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.ucp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * A pooled connection of UCP's that is validated by the application's own statement. The driver's
 * {@code isValid}, by which a retired connection says no, is then not asked.
 */
public final class UcpValidationIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public UcpValidationIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    throw new UnsupportedOperationException("no pool, but a pool's connection");
  }

  @Override
  public boolean shouldDiscard(Object pooled, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Object physical = MemberAccess.call(pooled, "getPhysicalConnection");
    return physical instanceof Connection && spent.test((Connection) physical);
  }
}
