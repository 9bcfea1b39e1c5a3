// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import dev.leasehold.inject.ModuleAccess;
import java.lang.reflect.Method;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Access to the classes of the client. Looked up once for each class that it is asked with, and
 * kept with that class.
 */
final class VertxInternals {

  private static final ClassValue<VertxInternals> OF =
      new ClassValue<VertxInternals>() {
        @Override
        protected VertxInternals computeValue(Class<?> type) {
          try {
            return new VertxInternals(type.getClassLoader());
          } catch (ReflectiveOperationException unknown) {
            throw new IllegalStateException("vertx-pg-client is not as known: " + unknown, unknown);
          }
        }
      };

  private final ConnectOptions options;
  private final Futures futures;
  private final Method connect;
  private final Method socket;
  private final Method handlerContext;
  private final Method channel;
  private final Method isOpen;
  private final Method close;
  private final Class<?> exception;

  private VertxInternals(ClassLoader loader) throws ReflectiveOperationException {
    options = new ConnectOptions(loader);
    futures = new Futures(loader);
    connect = connectOf(Class.forName("io.vertx.pgclient.impl.PgConnectionFactory", false, loader));
    socket =
        method(Class.forName("io.vertx.pgclient.impl.PgSocketConnection", false, loader), "socket");
    handlerContext = method(socket.getReturnType(), "channelHandlerContext");
    channel = method(handlerContext.getReturnType(), "channel");
    isOpen = method(channel.getReturnType(), "isOpen");
    close = method(channel.getReturnType(), "close");
    exception = Class.forName("io.vertx.pgclient.PgException", false, loader);
  }

  private static Method method(Class<?> type, String name) throws NoSuchMethodException {
    return ModuleAccess.open(type.getMethod(name));
  }

  private static Method connectOf(Class<?> factory) throws NoSuchMethodException {
    for (Method method : factory.getDeclaredMethods()) {
      if (method.getName().equals("doConnectInternal") && !method.isBridge()) {
        return ModuleAccess.open(method);
      }
    }
    throw new NoSuchMethodException(factory.getName() + ".doConnectInternal");
  }

  static VertxInternals of(Class<?> type) {
    return OF.get(type);
  }

  ConnectOptions options() {
    return options;
  }

  Futures futures() {
    return futures;
  }

  Object connect(Object factory, Object with, Object context) throws ReflectiveOperationException {
    return connect.invoke(factory, with, context);
  }

  boolean isOpen(Object connection) throws ReflectiveOperationException {
    return (Boolean) isOpen.invoke(channelOf(connection));
  }

  void close(Object connection) throws ReflectiveOperationException {
    close.invoke(channelOf(connection));
  }

  private Object channelOf(Object connection) throws ReflectiveOperationException {
    return channel.invoke(handlerContext.invoke(socket.invoke(connection)));
  }

  /**
   * Returns the database's error, with its text if it ends the session; null when the failure is
   * another.
   */
  @Nullable SQLException failureOf(@Nullable Throwable failure)
      throws ReflectiveOperationException {
    if (!exception.isInstance(failure)) {
      return null;
    }
    boolean ends = "FATAL".equals(text(failure, "getSeverity"));
    String state = text(failure, "getSqlState");
    return new SQLException(ends ? text(failure, "getErrorMessage") : "", state);
  }

  private @Nullable String text(@Nullable Throwable failure, String getter)
      throws ReflectiveOperationException {
    return (String) exception.getMethod(getter).invoke(failure);
  }
}
