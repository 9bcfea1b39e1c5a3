package dev.leasehold.inject;

import dev.leasehold.inject.catalog.Catalog;
import dev.leasehold.inject.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.Arrays;
import java.util.Properties;
import javax.sql.DataSource;

/** An application's class loader with libraries of given versions, woven as they are loaded. */
final class LibraryLoader extends URLClassLoader {

  private static final Path LIBRARIES = Path.of("target", "libraries");

  private final Weaver weaver = new Weaver(Catalog.wovenClasses());

  LibraryLoader(String... libraries) {
    super(
        Arrays.stream(libraries).map(LibraryLoader::jar).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  Driver driver() throws ReflectiveOperationException {
    return (Driver) loadClass("org.postgresql.Driver").getDeclaredConstructor().newInstance();
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
    if (name.startsWith("dev.leasehold.bootstrap.")) {
      return Class.forName(name);
    }
    String internalName = name.replace('.', '/');
    if (!weaver.internalNames().contains(internalName)) {
      return super.findClass(name);
    }
    byte[] woven = weaver.weave(this, internalName, classfile(internalName));
    if (woven == null) {
      throw new ClassNotFoundException(name + " was not woven");
    }
    return defineClass(name, woven, 0, woven.length);
  }

  private byte[] classfile(String internalName) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(internalName + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(internalName);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL jar(String library) {
    Path jar = LIBRARIES.resolve(library + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: run mvn generate-test-resources");
    }
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
