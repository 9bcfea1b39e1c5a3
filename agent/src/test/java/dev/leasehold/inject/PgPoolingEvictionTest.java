// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.postgresql.PostgresServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PgPoolingEvictionTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  /** The last without a lock of {@code java.util.concurrent} and the first with one among them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql-42.2.2",
        "postgresql-42.3.10",
        "postgresql-42.5.6",
        "postgresql-42.6.2",
        "postgresql-newest"
      })
  void idleConnectionsGoAtOnceAndBorrowedOnesWhenTheyComeBack(String library) throws Exception {
    try (Deployment deployment =
            new Deployment(
                server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
        LibraryLoader application = new LibraryLoader(library)) {
      application.driver(); // Registers itself, as it does in any application.
      Object pool = application.make("org.postgresql.ds.PGPoolingDataSource");
      LibraryLoader.set(pool, "setDataSourceName", library); // Or else it cannot be closed.
      LibraryLoader.set(pool, "setUrl", server.url());
      LibraryLoader.set(pool, "setUser", "app_static");
      LibraryLoader.set(pool, "setPassword", "wrong");
      pool.getClass().getMethod("setMaxConnections", int.class).invoke(pool, EvictionTrial.SIZE);
      try {
        EvictionTrial.run(deployment, (DataSource) pool);
      } finally {
        pool.getClass().getMethod("close").invoke(pool);
      }
    }
  }
}
