// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.faults;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Another client that takes every connection but the superuser's, again and again. */
final class Crowd {

  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final long PAUSE_MILLIS = 2;

  private final PostgresServer postgres;
  private final List<Connection> connections = new ArrayList<>();
  private CountDownLatch leaving = new CountDownLatch(0);
  private Thread thread = new Thread();

  Crowd(PostgresServer postgres) {
    this.postgres = postgres;
  }

  /** Begins to take free connections, until {@link #leave}. */
  void come() {
    leaving = new CountDownLatch(1);
    thread = new Thread(this::fill, "crowd");
    thread.start();
  }

  /** Gives everything back. */
  void leave() {
    leaving.countDown();
    try {
      thread.join();
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
    connections.clear();
  }

  private void fill() {
    try {
      while (!leaving.await(take() ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        // Until it is time to leave.
      }
    } catch (SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private boolean take() throws SQLException {
    try {
      String user = postgres.vault().user();
      String password = postgres.vault().password();
      String url =
          postgres.url(PostgresServer.MAINTENANCE_DATABASE); // Which Vault's login may use.
      connections.add(DriverManager.getConnection(url, user, password));
      return true;
    } catch (SQLException refused) {
      if (TOO_MANY_CONNECTIONS.equals(refused.getSQLState())) {
        return false;
      }
      throw refused;
    }
  }
}
