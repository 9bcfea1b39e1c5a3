// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.agroal;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.inject.pool.ClosedConnections;
import dev.leasehold.inject.pool.Inside;
import dev.leasehold.retire.Pool;
import java.sql.Connection;

/** Agroal. */
public final class AgroalKind implements PoolKind {

  private static final String HOLDABILITY = "defaultHoldability";

  /** Makes the one that there is. */
  public AgroalKind() {}

  @Override
  public Pool reach(Object instance) {
    return new AgroalPool(instance);
  }

  /**
   * Forgets the default holdability, which from 3.2 on the first connection is asked for, and which
   * is guessed for good where that fails.
   */
  @Override
  public void setUp(Object factory, Connection connection) throws ReflectiveOperationException {
    if (ClosedConnections.isClosed(connection) && Inside.has(factory, HOLDABILITY)) {
      Inside.set(factory, HOLDABILITY, null);
    }
  }
}
