// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Tells the connections that have ended: aborted, closed under their pool, or lost by the driver.
 */
public final class ClosedConnections {

  private ClosedConnections() {}

  /** Returns whether the connection has ended, as far as its driver knows. No I/O. */
  public static boolean isClosed(Connection connection) {
    try {
      return isClosedByItsWord(connection);
    } catch (RuntimeException unusable) {
      return true;
    }
  }

  /** As {@link #isClosed}, but not for a fault: a pool is not to lose a connection for that. */
  public static boolean isSurelyClosed(Connection connection) {
    try {
      return isClosedByItsWord(connection);
    } catch (RuntimeException fault) {
      return false;
    }
  }

  private static boolean isClosedByItsWord(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException unusable) {
      return true;
    }
  }
}
