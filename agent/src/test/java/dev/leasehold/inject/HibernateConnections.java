// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;

/**
 * Hibernate's own pool, of an application's class loader, as a data source that can be closed.
 * Closing a connection gives it back, as the end of a session does.
 */
final class HibernateConnections {

  static final List<String> HIBERNATE_5 =
      List.of(
          "hibernate-core-5.6.15.Final",
          "javax.persistence-api-2.2",
          "jboss-transaction-api_1.2_spec-1.1.1.Final",
          "byte-buddy-1.12.18",
          "jboss-logging-3.5.0.Final");

  static final List<String> HIBERNATE_6 =
      List.of(
          "hibernate-core-6.6.53.Final",
          "jakarta.persistence-api-3.1.0",
          "jakarta.transaction-api-2.0.1",
          "jboss-logging-3.5.0.Final");

  private static final String BUILDER =
      "org.hibernate.boot.registry.StandardServiceRegistryBuilder";
  private static final String PROVIDER =
      "org.hibernate.engine.jdbc.connections.spi.ConnectionProvider";

  private HibernateConnections() {}

  /** Starts the pool, which opens its first connection. */
  static DataSource open(LibraryLoader application, String driver, String url, int size)
      throws ReflectiveOperationException {
    Object builder = application.make(BUILDER);
    Method setting = builder.getClass().getMethod("applySetting", String.class, Object.class);
    setting.invoke(builder, "hibernate.connection.driver_class", driver);
    setting.invoke(builder, "hibernate.connection.url", url);
    setting.invoke(builder, "hibernate.connection.username", "app_static");
    setting.invoke(builder, "hibernate.connection.password", "wrong");
    setting.invoke(builder, "hibernate.connection.autocommit", "true");
    setting.invoke(builder, "hibernate.connection.pool_size", size);
    return pool(application, builder.getClass().getMethod("build").invoke(builder));
  }

  private static DataSource pool(LibraryLoader application, Object registry)
      throws ReflectiveOperationException {
    Class<?> registries = application.loadClass("org.hibernate.service.ServiceRegistry");
    Class<?> type = application.loadClass(PROVIDER);
    Object provider = registries.getMethod("getService", Class.class).invoke(registry, type);
    Method destroy = application.loadClass(BUILDER).getMethod("destroy", registries);
    Method borrow = type.getMethod("getConnection");
    Method giveBack = type.getMethod("closeConnection", Connection.class);
    return (DataSource)
        proxy(
            (method, arguments) ->
                method.getName().equals("close")
                    ? destroy.invoke(null, registry)
                    : lent((Connection) borrow.invoke(provider), provider, giveBack),
            DataSource.class,
            AutoCloseable.class);
  }

  private static Object lent(Connection connection, Object provider, Method giveBack) {
    return proxy(
        (method, arguments) ->
            method.getName().equals("close")
                ? giveBack.invoke(provider, connection)
                : method.invoke(connection, arguments),
        Connection.class);
  }

  private static Object proxy(Call call, Class<?>... types) {
    return Proxy.newProxyInstance(
        HibernateConnections.class.getClassLoader(),
        types,
        (proxy, method, arguments) -> {
          try {
            return call.answer(method, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
  }

  private interface Call {
    Object answer(Method method, Object[] arguments) throws ReflectiveOperationException;
  }
}
