// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.postgresql.PostgresServer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle's pool over pgjdbc; it needs Oracle's driver, too. */
class UcpEvictionTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  /** With a statement by which it validates, the pool does not ask the driver. */
  @ParameterizedTest
  @CsvSource({
    "ucp-12.2.0.1, ucp-ojdbc8-12.2.0.1,",
    "ucp-12.2.0.1, ucp-ojdbc8-12.2.0.1, SELECT 1",
    "ucp-19.22.0.0, ucp-ojdbc8-19.22.0.0,",
    "ucp-19.22.0.0, ucp-ojdbc8-19.22.0.0, SELECT 1",
    "ucp-21.19.0.0, ucp-ojdbc8-21.19.0.0,",
    "ucp-21.19.0.0, ucp-ojdbc8-21.19.0.0, SELECT 1",
    "ucp11-23.26.4.0.0, ojdbc11-23.26.4.0.0,",
    "ucp11-23.26.4.0.0, ojdbc11-23.26.4.0.0, SELECT 1"
  })
  void idleConnectionsGoAtOnceAndBorrowedOnesWhenTheyComeBack(
      String ucp, String oracle, @Nullable String validation) throws Exception {
    try (Deployment deployment =
            new Deployment(
                server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
        LibraryLoader application = new LibraryLoader(ucp, oracle, "postgresql-newest")) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(application); // It looks for drivers there.
      try {
        EvictionTrial.run(deployment, pool(application, validation));
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  private static DataSource pool(LibraryLoader application, @Nullable String validation)
      throws ReflectiveOperationException {
    DataSource pool =
        (DataSource)
            application
                .loadClass("oracle.ucp.jdbc.PoolDataSourceFactory")
                .getMethod("getPoolDataSource")
                .invoke(null);
    LibraryLoader.set(pool, "setConnectionFactoryClassName", "org.postgresql.Driver");
    LibraryLoader.set(pool, "setURL", server.url());
    LibraryLoader.set(pool, "setUser", "app_static");
    LibraryLoader.set(pool, "setPassword", "wrong");
    if (validation != null) {
      LibraryLoader.set(pool, "setSQLForValidateConnection", validation);
    }
    pool.getClass().getMethod("setMaxPoolSize", int.class).invoke(pool, EvictionTrial.SIZE);
    return pool;
  }
}
