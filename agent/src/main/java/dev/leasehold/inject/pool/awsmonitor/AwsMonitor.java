// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.awsmonitor;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Predicate;

/**
 * Closes the monitor's one connection when it is retired; the monitor then opens another
 * connection. Left open, it would answer {@code isValid} with false. The monitor would take that
 * for a dead host, abort the connections there, and have the application fail over.
 */
public final class AwsMonitor extends WeakPool {

  /** Makes the eviction for an instance of {@code HostMonitorV2Impl}. */
  public AwsMonitor(Object monitor) {
    super(monitor);
  }

  @Override
  protected void evictFrom(Object monitor, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object holder = MemberAccess.part(monitor, "monitoringConn");
    Connection connection = (Connection) MemberAccess.call(holder, "get");
    if (connection != null && retired.test(connection)) {
      try {
        connection.close();
      } catch (SQLException closedAlready) {
        // The monitor opens another one all the same.
      }
    }
  }
}
