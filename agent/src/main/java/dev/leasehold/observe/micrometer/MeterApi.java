// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The classes and methods of Micrometer that are used, as one class loader has them. They are
 * public, exist from 1.0.0 on, and have parameters of the JDK's own types. For one thread.
 */
final class MeterApi {

  private static final String PACKAGE = "io.micrometer.core.instrument.";
  private static final String BUILDER = "builder";

  private final ClassLoader loader;
  private final Class<?> registryType;
  private final Object global;

  /** Each is looked up once, as a lookup copies a list of methods. */
  private final Map<Class<?>, Map<String, Method>> methods = new HashMap<>();

  /**
   * Finds the global registry.
   *
   * @throws ReflectiveOperationException where this is no Micrometer
   */
  MeterApi(ClassLoader loader) throws ReflectiveOperationException {
    this.loader = loader;
    this.registryType = type("MeterRegistry");
    this.global = type("Metrics").getField("globalRegistry").get(null);
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(PACKAGE + name, true, loader);
  }

  /**
   * Returns the global registry, which hands its meters on to the registries that were added to it.
   */
  Object global() {
    return global;
  }

  /** Returns the registries that were added to the global registry. */
  Collection<?> children() throws ReflectiveOperationException {
    return (Collection<?>) call(method(global.getClass(), "getRegistries"), global);
  }

  /** Returns the builder of a gauge, which reads its value from {@code source}. */
  Object gauge(String name, Meter source) throws ReflectiveOperationException {
    return call(numberBuilder("Gauge"), null, name, source, source);
  }

  /** Returns the builder of a counter, which reads its value from {@code source}. */
  Object counter(String name, Meter source) throws ReflectiveOperationException {
    return call(numberBuilder("FunctionCounter"), null, name, source, source);
  }

  private Method numberBuilder(String type) throws ReflectiveOperationException {
    return method(type(type), BUILDER, String.class, Object.class, ToDoubleFunction.class);
  }

  /** Returns the builder of a timer, which reads number and seconds from {@code source}. */
  Object timer(String name, Meter source) throws ReflectiveOperationException {
    Method builder =
        method(
            type("FunctionTimer"),
            BUILDER,
            String.class,
            Object.class,
            ToLongFunction.class,
            ToDoubleFunction.class,
            TimeUnit.class);
    return call(builder, null, name, source, source, source, TimeUnit.SECONDS);
  }

  /** Sets a text of a builder. */
  void set(Object builder, String property, String value) throws ReflectiveOperationException {
    Object ignored = call(method(builder.getClass(), property, String.class), builder, value);
  }

  /** Sets the labels of a builder: names and values in turns. */
  void tags(Object builder, String[] tags) throws ReflectiveOperationException {
    Object ignored =
        call(method(builder.getClass(), "tags", String[].class), builder, (Object) tags);
  }

  /**
   * Registers the meter of a builder; a registry that has the same already keeps it.
   *
   * @throws RuntimeException or an {@code Error} of the registry's own
   */
  void register(Object builder, Object registry) throws ReflectiveOperationException {
    Object ignored = call(method(builder.getClass(), "register", registryType), builder, registry);
  }

  /** One name stands for one method of a class here. */
  private Method method(Class<?> type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Map<String, Method> known = methods.get(type);
    if (known == null) {
      known = new HashMap<>();
      methods.put(type, known);
    }
    Method method = known.get(name);
    if (method == null) {
      method = type.getMethod(name, parameters);
      known.put(name, method);
    }
    return method;
  }

  private static Object call(Method method, @Nullable Object on, Object... arguments)
      throws ReflectiveOperationException {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      if (cause instanceof RuntimeException) {
        throw (RuntimeException) cause;
      }
      if (cause instanceof Error) {
        throw (Error) cause;
      }
      throw thrown;
    }
  }
}
