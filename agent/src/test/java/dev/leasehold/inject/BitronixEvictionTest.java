// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitronixEvictionTest {

  private static final String LAST_RESOURCE = "bitronix.tm.resource.jdbc.lrc.LrcXADataSource";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  /** Over a data source for two phases, and over a driver. */
  @ParameterizedTest
  @ValueSource(strings = {"org.postgresql.xa.PGXADataSource", LAST_RESOURCE})
  void idleConnectionsGoAtOnceAndBorrowedOnesWhenTheyComeBack(String factory) throws Exception {
    try (Deployment deployment =
            new Deployment(
                server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
        LibraryLoader application =
            new LibraryLoader("btm-2.1.4", "jta-1.1", "slf4j-api-1.7.36", "postgresql-newest")) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(application); // It looks for drivers there.
      DataSource pool = pool(application, factory);
      try {
        EvictionTrial.run(deployment, pool);
      } finally {
        KnownPool.close(pool);
        thread.setContextClassLoader(before);
      }
    }
  }

  private static DataSource pool(LibraryLoader application, String factory)
      throws ReflectiveOperationException {
    Object pool = application.make("bitronix.tm.resource.jdbc.PoolingDataSource");
    LibraryLoader.set(pool, "setClassName", factory);
    LibraryLoader.set(pool, "setUniqueName", factory);
    pool.getClass().getMethod("setMaxPoolSize", int.class).invoke(pool, EvictionTrial.SIZE);
    pool.getClass().getMethod("setAllowLocalTransactions", boolean.class).invoke(pool, true);
    Properties driver = (Properties) pool.getClass().getMethod("getDriverProperties").invoke(pool);
    driver.setProperty("url", server.url());
    driver.setProperty("user", "app_static");
    driver.setProperty("password", "wrong");
    if (factory.equals(LAST_RESOURCE)) {
      driver.setProperty("driverClassName", "org.postgresql.Driver");
    }
    return (DataSource) pool;
  }
}
