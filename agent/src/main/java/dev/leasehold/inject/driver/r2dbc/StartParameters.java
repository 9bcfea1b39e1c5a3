// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.r2dbc;

import dev.leasehold.inject.ModuleAccess;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Changes the parameters that the client sends when it begins a session. The client writes them one
 * by one to the encoder of the message.
 */
final class StartParameters {

  private static final String MESSAGE = "io.r2dbc.postgresql.message.frontend.StartupMessage$";

  private final Class<?> provider;
  private final Class<?> writer;
  private final Method accept;
  private final Method write;

  /** Looks up the client's types. */
  StartParameters(ClassLoader loader) throws ReflectiveOperationException {
    provider = Class.forName(MESSAGE + "StartupParameterProvider", false, loader);
    writer = Class.forName(MESSAGE + "ParameterWriter", false, loader);
    accept = ModuleAccess.open(provider.getMethod("accept", writer));
    write = ModuleAccess.open(writer.getMethod("write", String.class, String.class));
  }

  /**
   * Returns a provider that writes the given provider's parameters as {@code change} returns them.
   */
  Object changed(Object given, UnaryOperator<Map<String, String>> change) {
    return proxy(
        provider,
        (self, method, arguments) -> {
          for (Map.Entry<String, String> each : change.apply(written(given)).entrySet()) {
            write.invoke(arguments[0], each.getKey(), each.getValue());
          }
          return null;
        });
  }

  /** Returns the parameters that a provider writes. */
  Map<String, String> written(Object given) throws ReflectiveOperationException {
    Map<String, String> parameters = new LinkedHashMap<>();
    InvocationHandler recorder =
        (self, method, arguments) -> {
          parameters.put((String) arguments[0], (String) arguments[1]);
          return null;
        };
    accept.invoke(given, proxy(writer, recorder));
    return parameters;
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }
}
