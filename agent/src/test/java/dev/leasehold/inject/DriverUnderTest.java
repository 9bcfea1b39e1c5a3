// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One version of a driver, woven as an application would have it, and the agent's reading of its
 * calls.
 */
final class DriverUnderTest implements AutoCloseable {

  private static final Map<String, ConnectMethod> CONNECT_METHODS = Drivers.connectMethods();

  private final LibraryLoader application;
  private final String library;
  private final String kind;
  private final Driver driver;

  DriverUnderTest(String library) throws ReflectiveOperationException {
    this.library = library;
    this.kind = kind(library);
    this.application =
        (library.startsWith("aws-mysql") ? awss(library) : new LibraryLoader(library))
            .withoutPauses();
    this.driver = (Driver) application.make(className(library));
  }

  /** Makes a fork as {@code leasehold.drivers} has it woven. */
  DriverUnderTest(PublishedFork fork) throws ReflectiveOperationException {
    this.library = fork.name();
    this.kind = "fork postgresql";
    this.application = fork.loader();
    this.driver = (Driver) application.make(fork.driver());
  }

  /** AWS's driver for MySQL is named by the class that connects, above its own. */
  static LibraryLoader awss(String library) {
    List<WovenClass> classes = LibraryLoader.wovenClasses();
    classes.addAll(
        Drivers.fork(
            "software.aws.rds.jdbc.mysql.shading.com.mysql.cj.jdbc.NonRegisteringDriver", "mysql"));
    return new LibraryLoader(new Weaver(classes), Path.of("target", "libraries", library + ".jar"));
  }

  private static String className(String library) {
    if (library.startsWith("aws-mysql")) {
      return "software.aws.rds.jdbc.mysql.Driver";
    }
    if (isPgjdbc(library)) {
      return "org.postgresql.Driver";
    }
    if (library.startsWith("mariadb")) {
      return "org.mariadb.jdbc.Driver";
    }
    if (library.startsWith("mssql")) {
      return "com.microsoft.sqlserver.jdbc.SQLServerDriver";
    }
    if (library.contains("ojdbc")) {
      return "oracle.jdbc.driver.OracleDriver";
    }
    return library.contains("-5.") ? "com.mysql.jdbc.Driver" : "com.mysql.cj.jdbc.Driver";
  }

  /** Returns the driver's name in the table of documents. */
  String library() {
    return library;
  }

  Driver driver() {
    return driver;
  }

  @Nullable Connection connect(String url, Properties info) throws SQLException {
    return driver.connect(url, info);
  }

  /**
   * Returns the agent's reading of a call; null when it is none of ours, as the driver will refuse
   * it.
   */
  @Nullable ConnectionRequest request(String url, Properties info)
      throws ReflectiveOperationException {
    if (!kind.startsWith("mariadb")) {
      return connectMethod(kind).request(driver, url, info);
    }
    boolean old = library.contains("-2.");
    Class<?> parser =
        application.loadClass(
            old ? "org.mariadb.jdbc.UrlParser" : "org.mariadb.jdbc.Configuration");
    try {
      Object parsed =
          parser.getMethod("parse", String.class, Properties.class).invoke(null, url, copyOf(info));
      return parsed == null ? null : connectMethod(kind).request(null, parsed, null);
    } catch (InvocationTargetException malformed) {
      return null;
    }
  }

  private static ConnectMethod connectMethod(String kind) {
    ConnectMethod connectMethod = CONNECT_METHODS.get(kind);
    if (connectMethod == null) {
      throw new IllegalStateException(kind);
    }
    return connectMethod;
  }

  private static String kind(String library) {
    if (library.startsWith("aws-mysql")) {
      return "fork mysql";
    }
    if (library.startsWith("mariadb")) {
      return library.contains("-2.") ? "mariadb 2" : "mariadb";
    }
    if (library.startsWith("mssql")) {
      return "sqlserver";
    }
    return library.contains("ojdbc") ? "oracle" : isPgjdbc(library) ? "postgresql" : "mysql";
  }

  /** openGauss's driver has the name of pgjdbc's. */
  private static boolean isPgjdbc(String library) {
    return library.startsWith("postgresql") || library.startsWith("opengauss");
  }

  /** MariaDB's driver changes the properties that it is given. */
  static Properties copyOf(Properties info) {
    Properties copy = new Properties();
    for (String name : info.stringPropertyNames()) {
      copy.setProperty(name, info.getProperty(name));
    }
    return copy;
  }

  @Override
  public void close() throws Exception {
    application.close();
  }
}
