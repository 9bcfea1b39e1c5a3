// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.observe.micrometer;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A version of Micrometer as an application has it, reached by its name alone. */
final class MicrometerUnderTest implements AutoCloseable {

  private static final Path LIBRARIES = Path.of("target", "libraries");
  private static final String PACKAGE = "io.micrometer.core.instrument.";

  private final URLClassLoader loader;

  MicrometerUnderTest(String version) throws IOException {
    List<URL> jars = new ArrayList<>();
    for (String name :
        List.of(
            "micrometer-core-" + version,
            "micrometer-commons-" + version,
            "micrometer-observation-" + version,
            "HdrHistogram-2.2.2",
            "LatencyUtils-2.0.3")) {
      Path jar = LIBRARIES.resolve(name + ".jar");
      if (Files.exists(jar)) { // Older versions are in one jar.
        jars.add(url(jar));
      }
    }
    loader = new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }

  ClassLoader loader() {
    return loader;
  }

  /** Adds a registry to the global registry, as Spring Boot adds the application's. */
  Object addRegistry() throws ReflectiveOperationException {
    Object registry = type("simple.SimpleMeterRegistry").getDeclaredConstructor().newInstance();
    add(registry);
    return registry;
  }

  /** Adds a registry that takes no meter, as a filter of it throws. */
  Object addRegistryThatThrows() throws ReflectiveOperationException {
    Object registry = type("simple.SimpleMeterRegistry").getDeclaredConstructor().newInstance();
    Class<?> filter = type("config.MeterFilter");
    Object throwing =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {filter},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("a registry that throws");
            });
    Object config = call(registry, "config");
    config.getClass().getMethod("meterFilter", filter).invoke(config, throwing);
    add(registry);
    return registry;
  }

  private void add(Object registry) throws ReflectiveOperationException {
    type("Metrics").getMethod("addRegistry", type("MeterRegistry")).invoke(null, registry);
  }

  /** Counts once with a counter of the application's own. */
  void count(String name, String... tags) throws ReflectiveOperationException {
    Object counter =
        type("Metrics").getMethod("counter", String.class, String[].class).invoke(null, name, tags);
    type("Counter").getMethod("increment").invoke(counter);
  }

  /** Returns each meter as its name and tags. */
  List<String> names(Object registry) throws ReflectiveOperationException {
    List<String> names = new ArrayList<>();
    for (Object meter : meters(registry)) {
      Object id = call(meter, "getId", type("Meter"));
      List<String> tags = new ArrayList<>();
      for (Object tag : (Iterable<?>) call(id, "getTags")) {
        tags.add(call(tag, "getKey", type("Tag")) + "=" + call(tag, "getValue", type("Tag")));
      }
      names.add(call(id, "getName").toString() + tags);
    }
    return names;
  }

  double value(Object registry, String name) throws ReflectiveOperationException {
    return values(registry, name).get(0);
  }

  /** Returns the values of the first meter of a name. */
  List<Double> values(Object registry, String name) throws ReflectiveOperationException {
    for (Object meter : meters(registry)) {
      Object id = call(meter, "getId", type("Meter"));
      if (call(id, "getName").equals(name)) {
        List<Double> values = new ArrayList<>();
        for (Object measurement : (Iterable<?>) call(meter, "measure", type("Meter"))) {
          values.add((Double) call(measurement, "getValue"));
        }
        return values;
      }
    }
    throw new AssertionError("no " + name + " in " + names(registry));
  }

  private Iterable<?> meters(Object registry) throws ReflectiveOperationException {
    return (Iterable<?>) call(registry, "getMeters");
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass(PACKAGE + name);
  }

  private static Object call(Object on, String method) throws ReflectiveOperationException {
    return call(on, method, on.getClass());
  }

  private static Object call(Object on, String method, Class<?> type)
      throws ReflectiveOperationException {
    try {
      return type.getMethod(method).invoke(on);
    } catch (InvocationTargetException thrown) {
      throw new AssertionError(thrown.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
