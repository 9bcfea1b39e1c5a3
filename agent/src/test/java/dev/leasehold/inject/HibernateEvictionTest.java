// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pool that Hibernate has of its own, where only a URL is configured. */
class HibernateEvictionTest {

  private static final String BOOT = "org.hibernate.boot.registry.StandardServiceRegistry";
  private static final String PROVIDER =
      "org.hibernate.engine.jdbc.connections.spi.ConnectionProvider";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @ParameterizedTest
  @CsvSource({
    "hibernate-core-5.6.15.Final, javax.persistence-api-2.2"
        + " jboss-transaction-api_1.2_spec-1.1.1.Final byte-buddy-1.12.18",
    "hibernate-core-6.6.53.Final, jakarta.persistence-api-3.1.0 jakarta.transaction-api-2.0.1"
  })
  void idleConnectionsGoAtOnceAndBorrowedOnesWhenTheyComeBack(String hibernate, String others)
      throws Exception {
    try (Deployment deployment =
            new Deployment(
                server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
        LibraryLoader application = new LibraryLoader(libraries(hibernate, others))) {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(application); // It looks for drivers there.
      try {
        application.driver(); // Registers itself, as it does in any application.
        Object registry = registry(application);
        EvictionTrial.run(deployment, pool(application, registry));
        application
            .loadClass(BOOT + "Builder")
            .getMethod("destroy", application.loadClass("org.hibernate.service.ServiceRegistry"))
            .invoke(null, registry);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  private static String[] libraries(String hibernate, String others) {
    return (hibernate + " " + others + " jboss-logging-3.5.0.Final postgresql-newest").split(" ");
  }

  private static Object registry(LibraryLoader application) throws ReflectiveOperationException {
    Object builder = application.make(BOOT + "Builder");
    Method setting = builder.getClass().getMethod("applySetting", String.class, Object.class);
    setting.invoke(builder, "hibernate.connection.url", server.url());
    setting.invoke(builder, "hibernate.connection.username", "app_static");
    setting.invoke(builder, "hibernate.connection.password", "wrong");
    setting.invoke(builder, "hibernate.connection.autocommit", "true");
    setting.invoke(builder, "hibernate.connection.pool_size", EvictionTrial.SIZE);
    return builder.getClass().getMethod("build").invoke(builder);
  }

  /** Closing a connection gives it back, as the end of a session does. */
  private static DataSource pool(LibraryLoader application, Object registry)
      throws ReflectiveOperationException {
    Class<?> type = application.loadClass(PROVIDER);
    Object provider =
        application
            .loadClass("org.hibernate.service.ServiceRegistry")
            .getMethod("getService", Class.class)
            .invoke(registry, type);
    Method borrow = type.getMethod("getConnection");
    Method giveBack = type.getMethod("closeConnection", Connection.class);
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Connection connection = (Connection) borrow.invoke(provider);
          return proxy(
              Connection.class,
              (called, with) ->
                  called.getName().equals("close")
                      ? giveBack.invoke(provider, connection)
                      : called.invoke(connection, with));
        });
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            HibernateEvictionTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.answer(method, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }

  private interface Call {
    Object answer(Method method, Object[] arguments) throws Exception;
  }
}
