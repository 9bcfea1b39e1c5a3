// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.subject;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Connections to nothing: open until collected. */
public final class IdleConnections {

  private static final Constructor<?> CONSTRUCTOR = constructor();

  private IdleConnections() {}

  /** Returns a new connection. */
  public static Connection open() {
    try {
      return (Connection) CONSTRUCTOR.newInstance((InvocationHandler) IdleConnections::answer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Constructor<?> constructor() {
    Object first =
        Proxy.newProxyInstance(
            IdleConnections.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            IdleConnections::answer);
    try {
      return first.getClass().getConstructor(InvocationHandler.class);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object answer(
      Object connection, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "isClosed" -> false;
      case "isValid" -> true;
      case "hashCode" -> System.identityHashCode(connection);
      case "equals" -> arguments != null && connection == arguments[0];
      case "toString" -> "a connection to nothing";
      default -> null;
    };
  }
}
