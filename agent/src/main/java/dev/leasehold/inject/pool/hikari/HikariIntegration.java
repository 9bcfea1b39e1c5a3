// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hikari;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.ClosedConnections;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;

/** HikariCP. */
public final class HikariIntegration implements PoolIntegration {

  private static final int NOT_KNOWN = -1;

  /** Makes the only instance. */
  public HikariIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new HikariPoolEviction(instance);
  }

  /**
   * Forgets that the pool took the end of a connection for lacks of the driver. From 2.4 on it asks
   * its first connection for the default isolation, and passes over a failure of class 08. It then
   * sets each later connection to the isolation -1, which fails for good.
   */
  @Override
  public void setUp(Object pool, Connection connection) throws ReflectiveOperationException {
    if (!ClosedConnections.isClosed(connection)) {
      return;
    }
    if (MemberAccess.has(pool, "isValidSupported")) {
      forgetAll(pool);
      return;
    }
    if (isZero(pool, "isNetworkTimeoutSupported")) {
      MemberAccess.set(pool, "isNetworkTimeoutSupported", NOT_KNOWN);
      MemberAccess.set(pool, "networkTimeout", NOT_KNOWN);
    }
    if (isZero(pool, "isQueryTimeoutSupported")) {
      MemberAccess.set(pool, "isQueryTimeoutSupported", NOT_KNOWN);
    }
    if (isZero(pool, "defaultTransactionIsolation")) {
      MemberAccess.set(pool, "isValidChecked", false);
    }
  }

  /** Until 2.3: an ability that is not known is taken to be there. */
  private static void forgetAll(Object utilities) throws ReflectiveOperationException {
    MemberAccess.set(utilities, "isNetworkTimeoutSupported", true);
    MemberAccess.set(utilities, "isQueryTimeoutSupported", true);
    MemberAccess.set(utilities, "isValidSupported", true);
    MemberAccess.set(utilities, "isValidChecked", false);
  }

  private static boolean isZero(Object pool, String field) throws ReflectiveOperationException {
    return MemberAccess.part(pool, field).equals(0);
  }
}
