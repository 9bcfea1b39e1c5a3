// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;

/** A connection that a class of an application's own keeps, and the binding that has it moved. */
final class KeptConnection implements AutoCloseable {

  final Deployment deployment;
  final LibraryLoader application;
  final Connection connection;

  /** Opens it with this version of the driver. */
  KeptConnection(PostgresServer server, String library) throws Exception {
    this(server, library, MovableSessions.deploy(server, false));
  }

  /** Opens it in a deployment of its own. */
  KeptConnection(PostgresServer server, String library, Deployment deployment) throws Exception {
    this.deployment = deployment;
    application = LibraryLoader.watched(library);
    connection = another(server);
  }

  /** Opens one more connection, which the test is to close. */
  Connection another(PostgresServer server) throws Exception {
    return application.keep(server.url(), MovableSessions.properties("ApplicationName", "orders"));
  }

  @Override
  public void close() throws Exception {
    try (deployment;
        application) {
      connection.close();
    }
  }
}
