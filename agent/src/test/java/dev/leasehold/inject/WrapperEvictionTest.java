// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A driver or data source that wraps connections, inside a pool that knows nothing of it. */
class WrapperEvictionTest {

  private static final String HIKARI = "HikariCP-5.1.0";
  private static final String SLF4J = "slf4j-api-2.0.17";
  private static final String PGJDBC = "postgresql-newest";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    System.setProperty( // It would write a file where the build runs.
        "p6spy.config.appender", "com.p6spy.engine.spy.appender.Slf4JLogger");
    server = PostgresServer.launch();
  }

  @ParameterizedTest
  @CsvSource({
    "p6spy-3.9.1, jdbc:p6spy:, com.p6spy.engine.spy.P6SpyDriver, ''",
    "aws-advanced-jdbc-wrapper-4.3.0, jdbc:aws-wrapper:, software.amazon.jdbc.Driver,"
        + " ?wrapperPlugins="
  })
  void ofADriverIsCountedOnceAndFoundByThePool(
      String library, String scheme, String driver, String parameters) throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(HIKARI, SLF4J, PGJDBC, library)) {
      application.driver(); // Registers itself, as it does in any application.
      Properties settings = size();
      settings.setProperty("jdbcUrl", server.url().replace("jdbc:", scheme) + parameters);
      settings.setProperty("driverClassName", driver);
      settings.setProperty("username", "app_static");
      settings.setProperty("password", "wrong");
      run(deployment, application.hikari(settings));
    }
  }

  @Test
  void ofADataSourceIsCountedOnceAndFoundByThePool() throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application =
            new LibraryLoader(HIKARI, SLF4J, PGJDBC, "datasource-proxy-1.11.0")) {
      Properties settings = size();
      settings.put("dataSource", proxy(application, dataSource(application)));
      run(deployment, application.hikari(settings));
    }
  }

  private static void run(Deployment deployment, DataSource pool) throws Exception {
    try (AutoCloseable closing = (AutoCloseable) pool) {
      EvictionTrial.run(deployment, pool);
    }
  }

  private static DataSource dataSource(LibraryLoader application)
      throws ReflectiveOperationException {
    Object dataSource = application.make("org.postgresql.ds.PGSimpleDataSource");
    LibraryLoader.set(dataSource, "setUrl", server.url());
    LibraryLoader.set(dataSource, "setUser", "app_static");
    LibraryLoader.set(dataSource, "setPassword", "wrong");
    return (DataSource) dataSource;
  }

  private static Object proxy(LibraryLoader application, DataSource dataSource)
      throws ReflectiveOperationException {
    Class<?> builder = application.loadClass("net.ttddyy.dsproxy.support.ProxyDataSourceBuilder");
    Object built = builder.getMethod("create", DataSource.class).invoke(null, dataSource);
    return builder.getMethod("build").invoke(built);
  }

  private static Properties size() {
    Properties settings = new Properties();
    settings.setProperty("maximumPoolSize", String.valueOf(EvictionTrial.SIZE));
    return settings;
  }

  private static Deployment deploy() {
    return new Deployment(
        server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }
}
