// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool;

import java.sql.Connection;
import java.sql.SQLException;

/** Tells which connections have ended while their pool set them up. */
public final class ClosedConnections {

  private ClosedConnections() {}

  /**
   * Returns whether the connection has ended, so that nothing the pool has learned from it is of
   * use. No I/O.
   */
  public static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException unusable) {
      return true;
    }
  }
}
