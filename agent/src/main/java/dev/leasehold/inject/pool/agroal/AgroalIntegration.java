// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.agroal;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.ClosedConnections;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Agroal. */
public final class AgroalIntegration implements PoolIntegration {

  private static final String HOLDABILITY = "defaultHoldability";

  /** Makes the only instance. */
  public AgroalIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new AgroalPool(instance);
  }

  /**
   * Lets the pool flush a connection that has ended while it was lent, in place of resetting it.
   * Where that fails, 1.5 keeps its place in the pool for good, and versions since keep the
   * connection, to lend it again. A connection that lives is reset though it is to go: an open
   * transaction in it ends as it would without us.
   */
  @Override
  public boolean shouldDiscard(Object handler, Predicate<Connection> spent)
      throws ReflectiveOperationException {
    Connection connection = (Connection) MemberAccess.part(handler, "connection");
    boolean ended = ClosedConnections.isSurelyClosed(connection) && spent.test(connection);
    if (ended) {
      MemberAccess.call(handler, "setFlushOnly");
    }
    return ended;
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
