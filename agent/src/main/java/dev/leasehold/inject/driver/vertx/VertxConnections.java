// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import dev.leasehold.retire.ConnectionKind;
import java.util.concurrent.Executor;

/** Connections of vertx-pg-client, each of which has one socket. */
enum VertxConnections implements ConnectionKind {
  INSTANCE;

  @Override
  public boolean isClosed(Object connection) {
    try {
      return !VertxInternals.of(connection.getClass()).isOpen(connection);
    } catch (ReflectiveOperationException | RuntimeException unusable) {
      return true;
    }
  }

  /** Closes the socket at once: a polite end would wait behind the database's present work. */
  @Override
  public void abort(Object connection, Executor executor) {
    try {
      VertxInternals.of(connection.getClass()).close(connection);
    } catch (ReflectiveOperationException | RuntimeException unable) {
      // The sweep finds it open and nothing better can be done; its role ends with the lease.
    }
  }
}
