// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.r2dbc;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.ModuleAccess;
import dev.leasehold.inject.reactive.LoginGrant;
import dev.leasehold.lease.Credential;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.SocketAddress;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Access to the classes of the client and of Reactor; the names are the same in r2dbc-postgresql
 * 1.0.0 to 1.1.2. Looked up once for each class that it is asked with, and kept with that class.
 */
final class R2dbcInternals {

  /** A call of the client's own method. */
  @FunctionalInterface
  interface Call {
    Object run() throws ReflectiveOperationException;
  }

  private static final String PACKAGE = "io.r2dbc.postgresql.";
  private static final String AUTHENTICATION = PACKAGE + "authentication.";
  private static final int EXCHANGE_PARAMETERS = 5;

  private static final ClassValue<R2dbcInternals> OF =
      new ClassValue<R2dbcInternals>() {
        @Override
        protected R2dbcInternals computeValue(Class<?> type) {
          try {
            return new R2dbcInternals(type.getClassLoader());
          } catch (ReflectiveOperationException unknown) {
            throw new IllegalStateException(
                "r2dbc-postgresql is not as known: " + unknown, unknown);
          }
        }
      };

  private final @Nullable ClassLoader loader;
  private final Class<?> error;
  private final Method connect;
  private final Method exchange;
  private final Method isConnected;
  private final Field socket;
  private final Method fromFuture;
  private final Method flatMapMany;
  private final Method doOnNext;
  private final StartParameters parameters;

  private R2dbcInternals(@Nullable ClassLoader loader) throws ReflectiveOperationException {
    this.loader = loader;
    Class<?> client = type(PACKAGE + "client.ReactorNettyClient");
    Class<?> mono = type("reactor.core.publisher.Mono");
    error = type(PACKAGE + "message.backend.ErrorResponse");
    Class<?> settings = type(PACKAGE + "client.ConnectionSettings");
    connect = ModuleAccess.open(client.getMethod("connect", SocketAddress.class, settings));
    exchange = exchangeOf(type(PACKAGE + "client.StartupMessageFlow"));
    isConnected = ModuleAccess.open(client.getMethod("isConnected"));
    socket = ModuleAccess.open(client.getDeclaredField("connection"));
    fromFuture = mono.getMethod("fromFuture", CompletableFuture.class);
    flatMapMany = mono.getMethod("flatMapMany", Function.class);
    doOnNext = mono.getMethod("doOnNext", Consumer.class);
    parameters = new StartParameters(client.getClassLoader());
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, loader);
  }

  private static Method exchangeOf(Class<?> flow) throws NoSuchMethodException {
    for (Method method : flow.getMethods()) {
      Class<?>[] types = method.getParameterTypes();
      if (types.length == EXCHANGE_PARAMETERS && types[0] == Function.class) {
        return ModuleAccess.open(method);
      }
    }
    throw new NoSuchMethodException(flow.getName() + ".exchange(Function, ...)");
  }

  static R2dbcInternals of(Class<?> type) {
    return OF.get(type);
  }

  Object connect(Object[] arguments) throws ReflectiveOperationException {
    return connect.invoke(null, arguments);
  }

  Object exchange(Object[] arguments) throws ReflectiveOperationException {
    return exchange.invoke(null, arguments);
  }

  /**
   * Returns the value that pgjdbc calls {@code sslmode}, of the settings that a socket is opened
   * with.
   */
  @Nullable String sslMode(Object settings) throws ReflectiveOperationException {
    Object config = MemberAccess.call(settings, "getSslConfig");
    Object mode = config == null ? null : MemberAccess.call(config, "getSslMode");
    return mode == null ? null : mode.toString().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  boolean isConnected(Object client) throws ReflectiveOperationException {
    return (Boolean) isConnected.invoke(client);
  }

  void dispose(Object client) throws ReflectiveOperationException {
    type("reactor.core.Disposable").getMethod("dispose").invoke(socket.get(client));
  }

  Object doOnNext(Object mono, Consumer<Object> consumer) throws ReflectiveOperationException {
    return doOnNext.invoke(mono, consumer);
  }

  /** Returns a flow that begins when the credential has come. */
  Object flatMapMany(CompletableFuture<LoginGrant> grant, Function<LoginGrant, Object> then)
      throws ReflectiveOperationException {
    return flatMapMany.invoke(fromFuture.invoke(null, grant), then);
  }

  StartParameters parameters() {
    return parameters;
  }

  /** Returns the handler that answers the server's question for a password. */
  Object handler(Object question, Credential credential) {
    try {
      for (String name :
          new String[] {"PasswordAuthenticationHandler", "SASLAuthenticationHandler"}) {
        Class<?> handler = type(AUTHENTICATION + name);
        if ((Boolean) supports(handler).invoke(null, question)) {
          Constructor<?> made =
              ModuleAccess.open(handler.getConstructor(CharSequence.class, String.class));
          return made.newInstance(credential.password().reveal(), credential.username());
        }
      }
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalStateException("r2dbc-postgresql is not as known: " + unknown, unknown);
    }
    throw new IllegalStateException(
        "the server asks for another proof than a password: " + question);
  }

  private static Method supports(Class<?> handler) throws NoSuchMethodException {
    for (Method method : handler.getMethods()) {
      if (method.getName().equals("supports")) {
        return ModuleAccess.open(method);
      }
    }
    throw new NoSuchMethodException(handler.getName() + ".supports");
  }

  /** Returns a failure as a failure that an application of R2DBC knows. */
  Throwable known(Throwable failure) {
    String state = failure instanceof SQLException ? ((SQLException) failure).getSQLState() : null;
    try {
      return (Throwable)
          type("io.r2dbc.spi.R2dbcPermissionDeniedException")
              .getConstructor(String.class, String.class, Throwable.class)
              .newInstance(failure.getMessage(), state, failure);
    } catch (ReflectiveOperationException unknown) {
      return failure;
    }
  }

  private static Object get(Object field, String getter) throws ReflectiveOperationException {
    return ModuleAccess.open(field.getClass().getMethod(getter)).invoke(field);
  }

  /** Returns an error of the database; null when the message is none. */
  @Nullable SQLException failureOf(Object message) throws ReflectiveOperationException {
    if (!error.isInstance(message)) {
      return null;
    }
    Map<String, String> fields = new HashMap<>();
    for (Object field : (List<?>) ModuleAccess.open(error.getMethod("getFields")).invoke(message)) {
      fields.put(String.valueOf(get(field, "getType")), (String) get(field, "getValue"));
    }
    String severity = fields.get("SEVERITY_NON_LOCALIZED");
    // PgBouncer sends no field V, and translates nothing: send_pooler_error in its src/proto.c.
    boolean ends = "FATAL".equals(severity == null ? fields.get("SEVERITY_LOCALIZED") : severity);
    return new SQLException(ends ? fields.get("MESSAGE") : "", fields.get("CODE"));
  }
}
