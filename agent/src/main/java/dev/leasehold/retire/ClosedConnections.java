// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.sql.Connection;
import java.sql.SQLException;

/** Tells which connections have ended: aborted, closed under their pool, or lost by the driver. */
public final class ClosedConnections {

  private ClosedConnections() {}

  /** Returns whether the connection has ended, as far as its driver knows. No I/O. */
  public static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException | RuntimeException unusable) {
      return true;
    }
  }
}
