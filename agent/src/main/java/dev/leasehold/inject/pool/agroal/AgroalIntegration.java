// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.agroal;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.ClosedConnections;
import dev.leasehold.inject.pool.MemberAccess;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;

/** Agroal. */
public final class AgroalIntegration implements PoolIntegration {

  private static final String HOLDABILITY = "defaultHoldability";

  /** Makes the one that there is. */
  public AgroalIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new AgroalPool(instance);
  }

  /**
   * Forgets the default holdability, which from 3.2 on the first connection is asked for, and which
   * is guessed for good where that fails.
   */
  @Override
  public void setUp(Object factory, Connection connection) throws ReflectiveOperationException {
    if (ClosedConnections.isClosed(connection) && MemberAccess.has(factory, HOLDABILITY)) {
      MemberAccess.set(factory, HOLDABILITY, null);
    }
  }
}
