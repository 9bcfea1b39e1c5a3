// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;

/** Hibernate's own pool, as sessions use it: a connection goes back to where it came from. */
final class Hibernate implements ConnectionSource {

  private final StandardServiceRegistry registry;
  private final ConnectionProvider provider;

  Hibernate(Options options) {
    this.registry =
        new StandardServiceRegistryBuilder()
            .applySetting("hibernate.connection.url", options.text("url"))
            .applySetting("hibernate.connection.username", options.text("user"))
            .applySetting("hibernate.connection.password", options.text("password"))
            .applySetting("hibernate.connection.pool_size", options.text("pool-size"))
            .applySetting("hibernate.connection.autocommit", "true")
            .build();
    this.provider = registry.getService(ConnectionProvider.class);
  }

  @Override
  public Connection connection() throws SQLException {
    Connection connection = provider.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            Hibernate.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(connection, method, arguments));
  }

  private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("close")) {
      provider.closeConnection(connection);
      return null;
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    StandardServiceRegistryBuilder.destroy(registry);
  }
}
