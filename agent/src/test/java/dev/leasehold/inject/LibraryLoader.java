// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.Objects.requireNonNull;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.catalog.Pools;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.sql.Connection;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** An application's class loader with libraries of given versions, woven as they are loaded. */
final class LibraryLoader extends URLClassLoader {

  /** A driver, and the pool of Commons DBCP with its libraries. */
  static final String[] DBCP = {
    "postgresql-newest", "commons-dbcp2-2.14.0", "commons-pool2-2.13.0", "commons-logging-1.3.5"
  };

  /** Classes that drivers and applications are given by name. */
  private static final Set<String> OF_TEST =
      Set.of(
          StepDriver.class.getName(),
          FaultySocketFactory.class.getName(),
          OtherPortSocketFactory.class.getName());

  private static final Path LIBRARIES = Path.of("target", "libraries");

  private final Weaver weaver;
  private boolean pausing = true;

  LibraryLoader(String... libraries) {
    this(new Weaver(wovenClasses()), jars(libraries));
  }

  LibraryLoader(Weaver weaver, Path... jars) {
    super(
        Arrays.stream(jars).map(LibraryLoader::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
    this.weaver = weaver;
  }

  /** Returns the woven classes of all drivers and pools; the list is the caller's. */
  static List<WovenClass> wovenClasses() {
    List<WovenClass> classes = new ArrayList<>(Drivers.wovenClasses());
    classes.addAll(Pools.wovenClasses());
    return classes;
  }

  /** Returns a loader whose driver is watched, so that its connections can be moved. */
  static LibraryLoader watched(String... libraries) {
    Weaver weaver = new Weaver(wovenClasses());
    weaver.addCalls(Drivers.watched(Map.of()));
    return new LibraryLoader(weaver, jars(libraries));
  }

  /** Has a driver wait for nothing between its tries; before a class of it is loaded. */
  LibraryLoader withoutPauses() {
    pausing = false;
    return this;
  }

  private static Path[] jars(String... libraries) {
    return Arrays.stream(libraries)
        .map(library -> LIBRARIES.resolve(library + ".jar"))
        .toArray(Path[]::new);
  }

  Driver driver() throws ReflectiveOperationException {
    return (Driver) make("org.postgresql.Driver");
  }

  /** Makes an object of a class that has a constructor without parameters. */
  Object make(String name) throws ReflectiveOperationException {
    return loadClass(name).getDeclaredConstructor().newInstance();
  }

  /** Sets a property of an object of the application's. */
  static void set(Object bean, String setter, String value) throws ReflectiveOperationException {
    bean.getClass().getMethod(setter, String.class).invoke(bean, value);
  }

  DataSource dbcp(String url) throws ReflectiveOperationException {
    Object pool = make("org.apache.commons.dbcp2.BasicDataSource");
    pool.getClass().getMethod("setDriver", Driver.class).invoke(pool, driver());
    set(pool, "setUrl", url);
    set(pool, "setUsername", "app_static");
    set(pool, "setPassword", "wrong");
    return (DataSource) pool;
  }

  /** Returns a pool of so many connections at most, with the configured password. */
  DataSource hikari(String url, int size) throws ReflectiveOperationException {
    Properties settings = new Properties();
    settings.setProperty("jdbcUrl", url);
    settings.setProperty("driverClassName", "org.postgresql.Driver");
    settings.setProperty("username", "app_static");
    settings.setProperty("password", "wrong");
    settings.setProperty("maximumPoolSize", Integer.toString(size));
    return hikari(settings);
  }

  DataSource hikari(Properties settings) throws ReflectiveOperationException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      Class<?> config = loadClass("com.zaxxer.hikari.HikariConfig");
      return (DataSource)
          loadClass("com.zaxxer.hikari.HikariDataSource")
              .getConstructor(config)
              .newInstance(config.getConstructor(Properties.class).newInstance(settings));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith("dev.leasehold.bootstrap.") || OF_TEST.contains(name)) {
      return Class.forName(name);
    }
    String internalName = name.replace('.', '/');
    if (name.equals(Keeper.class.getName())) {
      byte[] classfile = bytes(internalName);
      return defineClass(name, classfile, 0, classfile.length);
    }
    boolean paused = !pausing && DriverPauses.mayBeIn(internalName);
    if (!paused && !weaver.mayWeave(internalName)) {
      return super.findClass(name);
    }
    Signed classfile = classfile(internalName);
    byte[] woven = weaver.weave(this, internalName, classfile.bytes);
    if (woven == null && !paused) {
      return super.findClass(name);
    }
    byte[] bytes = woven == null ? classfile.bytes : woven;
    byte[] defined = paused ? DriverPauses.takenOut(bytes) : bytes;
    return defineClass(name, defined, 0, defined.length, classfile.domain);
  }

  private static byte[] bytes(String internalName) throws ClassNotFoundException {
    try (InputStream in =
        LibraryLoader.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
      return requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(internalName, e);
    }
  }

  /** Has a class of the application's own open a connection, which it keeps. */
  Connection keep(String url, Properties info) throws Exception {
    Object keeper =
        loadClass(Keeper.class.getName())
            .getConstructor(Driver.class, String.class, Properties.class)
            .newInstance(driver(), url, info);
    return (Connection) ((Callable<?>) keeper).call();
  }

  /** A signed driver's classes must all have the same signers. */
  private record Signed(byte[] bytes, ProtectionDomain domain) {}

  private Signed classfile(String internalName) throws ClassNotFoundException {
    URL url = getResource(internalName + ".class");
    if (url == null) {
      throw new ClassNotFoundException(internalName);
    }
    try {
      JarURLConnection connection = (JarURLConnection) url.openConnection();
      seal(internalName.substring(0, internalName.lastIndexOf('/')), connection);
      try (InputStream in = connection.getInputStream()) {
        byte[] bytes = in.readAllBytes();
        CodeSource source =
            new CodeSource(connection.getJarFileURL(), connection.getCertificates());
        return new Signed(bytes, new ProtectionDomain(source, null));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A package that its jar seals must be so from its first class on. */
  private void seal(String directory, JarURLConnection jar) throws IOException {
    String name = directory.replace('/', '.');
    if (getDefinedPackage(name) == null && jar.getManifest() != null) {
      definePackage(name, jar.getManifest(), jar.getJarFileURL());
    }
  }

  private static URL url(Path jar) {
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing: run mvn generate-test-resources");
    }
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
