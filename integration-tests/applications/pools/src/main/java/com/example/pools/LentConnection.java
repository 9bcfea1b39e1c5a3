// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/** A connection that is given back where the workload closes it. */
final class LentConnection {

  private LentConnection() {}

  /** Returns a view of a connection, whose close does this and leaves the connection open. */
  static Connection of(Connection connection, Runnable close) {
    return (Connection)
        Proxy.newProxyInstance(
            LentConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                close.run();
                return null;
              }
              return call(connection, method, arguments);
            });
  }

  static Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
