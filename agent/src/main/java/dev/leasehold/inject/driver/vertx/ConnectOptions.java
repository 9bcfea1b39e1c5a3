// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.reactive.LoginGrant;
import dev.leasehold.inject.reactive.PostgresClientTargets;
import dev.leasehold.target.Targets;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Access to the options that an application connects with, to read and to copy them; all of it is
 * Vert.x's public API.
 */
final class ConnectOptions {

  /** The client's name of a session that the application gives no name. */
  private static final String OWN_NAME = "vertx-pg-client";

  /** The field of {@code ConnectionFactoryBase} from 5.0.7 to 5.0.10. */
  private static final String TRANSPORT = "tcpOptions";

  private final Class<?> postgres;
  private final Class<?> any;

  ConnectOptions(ClassLoader loader) throws ClassNotFoundException {
    postgres = Class.forName("io.vertx.pgclient.PgConnectOptions", false, loader);
    any = Class.forName("io.vertx.sqlclient.SqlConnectOptions", false, loader);
  }

  /** Returns the JDBC URL that would lead to the same place. */
  String url(Object options) throws ReflectiveOperationException {
    return PostgresClientTargets.url(
        (String) get(any, options, "getHost"),
        (Integer) any.getMethod("getPort").invoke(options),
        database(options));
  }

  private @Nullable String database(Object options) throws ReflectiveOperationException {
    return PostgresClientTargets.database((String) get(any, options, "getDatabase"), user(options));
  }

  /**
   * Returns the targets of a connect.
   *
   * @param factory the object that connects, with transport options of its own from version 5 on
   */
  Targets targets(Object options, Object factory) throws ReflectiveOperationException {
    String host = (String) get(any, options, "getHost");
    int port = (Integer) any.getMethod("getPort").invoke(options);
    String database = database(options);
    Targets targets =
        host != null && host.startsWith("/")
            ? PostgresClientTargets.ofSocket(
                host + "/.s.PGSQL." + port, database) // As PgConnectOptions.
            : PostgresClientTargets.ofServer(host, port, database)
                .withDetours(detours(options, factory));
    return PostgresClientTargets.withStartParameters(targets, parameters(options), database);
  }

  /** The client's parameters, under the names that pgjdbc has for them. */
  private Map<String, String> parameters(Object options) throws ReflectiveOperationException {
    Map<String, String> parameters = new HashMap<>();
    if (postgres.isInstance(options)) {
      parameters.putAll(properties(options));
      String mode = String.valueOf(get(postgres, options, "getSslMode"));
      parameters.put("sslmode", mode.toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return parameters;
  }

  /** Sockets are opened through a proxy that these name: version 4, or the factory's: 5. */
  private Map<String, String> detours(Object options, Object factory)
      throws ReflectiveOperationException {
    Object proxy = proxy(any, options);
    Object transport = proxy == null ? transport(factory) : null;
    if (transport != null) {
      proxy = proxy(transport.getClass(), transport);
    }
    if (proxy == null) {
      return Collections.emptyMap();
    }
    String where = get(proxy.getClass(), proxy, "getHost") + ":";
    return Collections.singletonMap(
        "proxyOptions", where + get(proxy.getClass(), proxy, "getPort"));
  }

  /** Up to 5.0.8 the client has none, or does not go by them. */
  private static @Nullable Object transport(Object factory) throws ReflectiveOperationException {
    if (MemberAccess.has(factory, TRANSPORT)) {
      return MemberAccess.get(factory, TRANSPORT);
    }
    for (Constructor<?> constructor : factory.getClass().getDeclaredConstructors()) {
      for (Class<?> parameter : constructor.getParameterTypes()) {
        if (parameter.getSimpleName().equals("NetClientOptions")) {
          throw new NoSuchFieldException(factory.getClass().getName() + "." + TRANSPORT);
        }
      }
    }
    return null;
  }

  private static @Nullable Object proxy(Class<?> type, Object options)
      throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals("getProxyOptions") && method.getParameterCount() == 0) {
        return method.invoke(options);
      }
    }
    return null;
  }

  @Nullable String user(Object options) throws ReflectiveOperationException {
    return (String) get(any, options, "getUser");
  }

  /** Returns options of the same content, which nobody else changes. */
  Object copy(Object options) throws ReflectiveOperationException {
    Class<?> type = postgres.isInstance(options) ? postgres : any;
    return postgres.getConstructor(type).newInstance(options);
  }

  /** Returns a copy with this credential and these parameters of the session. */
  Object with(Object options, LoginGrant grant) throws ReflectiveOperationException {
    Object copy = copy(options);
    String database = database(options);
    if (database != null) {
      set(copy, "setDatabase", String.class, database);
    }
    set(copy, "setUser", String.class, grant.credential().username());
    set(copy, "setPassword", String.class, grant.credential().password().reveal());
    set(copy, "setProperties", Map.class, grant.parameters(properties(copy), OWN_NAME));
    return copy;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> properties(Object options) throws ReflectiveOperationException {
    Map<String, String> given = (Map<String, String>) get(postgres, options, "getProperties");
    return given == null ? Collections.emptyMap() : given;
  }

  private static @Nullable Object get(Class<?> type, Object options, String getter)
      throws ReflectiveOperationException {
    return type.getMethod(getter).invoke(options);
  }

  private void set(Object options, String setter, Class<?> type, Object value)
      throws ReflectiveOperationException {
    postgres.getMethod(setter, type).invoke(options, value);
  }
}
