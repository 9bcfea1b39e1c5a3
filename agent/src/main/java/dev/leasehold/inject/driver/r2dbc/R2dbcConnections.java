// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.r2dbc;

import dev.leasehold.retire.ConnectionKind;
import java.util.concurrent.Executor;

/** Clients of r2dbc-postgresql, each of which has one socket. */
enum R2dbcConnections implements ConnectionKind {
  INSTANCE;

  @Override
  public boolean isClosed(Object connection) {
    try {
      return !R2dbcInternals.of(connection.getClass()).isConnected(connection);
    } catch (ReflectiveOperationException | RuntimeException unusable) {
      return true;
    }
  }

  /** Closes the socket at once: a polite end would wait behind what the database is doing. */
  @Override
  public void abort(Object connection, Executor executor) {
    try {
      R2dbcInternals.of(connection.getClass()).dispose(connection);
    } catch (ReflectiveOperationException | RuntimeException unable) {
      // The sweep finds it open and nothing better can be done; its role ends with the lease.
    }
  }
}
