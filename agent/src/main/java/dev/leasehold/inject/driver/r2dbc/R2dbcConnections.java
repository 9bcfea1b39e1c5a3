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

  /**
   * Closes the socket, as of a login that is refused. The client itself leaves that open, and the
   * server keeps a place for it until its time for a login is over.
   */
  static void drop(Object client) {
    try {
      R2dbcInternals.of(client.getClass()).dispose(client);
    } catch (ReflectiveOperationException | RuntimeException unable) {
      // It is found open and nothing better can be done: the server ends it, or its lease does.
    }
  }

  /** Closes the socket at once: a polite end would wait behind the database's present work. */
  @Override
  public void abort(Object connection, Executor executor) {
    drop(connection);
  }
}
