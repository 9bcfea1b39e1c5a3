// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/** Connections of JDBC. */
enum JdbcConnections implements ConnectionKind {
  INSTANCE;

  @Override
  public boolean isClosed(Object connection) {
    return ClosedConnections.isClosed((Connection) connection);
  }

  @Override
  public void abort(Object connection, Executor executor) {
    Connection physical = (Connection) connection;
    try {
      physical.abort(executor);
    } catch (SQLException | RuntimeException | AbstractMethodError unable) {
      close(physical);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException alreadyGone) {
      // It was to be closed.
    }
  }
}
