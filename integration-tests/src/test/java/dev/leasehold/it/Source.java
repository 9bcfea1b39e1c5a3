// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import dev.leasehold.testbed.java.JvmOptions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way to open connections.
 *
 * @param application of the tests that the workload is of
 * @param name the workload's class for it
 * @param libraries the libraries that it needs on the class path
 * @param options the options that it needs of the JVM
 */
public record Source(
    String application, String name, List<String> libraries, List<String> options) {

  private static final String POOLS = "pools";

  private static final String PGJDBC = "postgresql-42.7.14";

  /** Plain JDBC: a new connection each time, without a pool. */
  public static final Source DRIVER_MANAGER = new Source("Unpooled", List.of(PGJDBC));

  static final Source OLD_DRIVER = new Source("Unpooled", List.of("postgresql-42.2.2"));
  static final Source PG_SIMPLE = new Source("PgSimple", List.of(PGJDBC));

  /** HikariCP, the newest version. */
  public static final Source HIKARI = hikari("7.1.0");

  /** Tomcat JDBC, the newest version. */
  public static final Source TOMCAT = pool("TomcatJdbc", "tomcat-jdbc-11.0.27");

  /** Commons DBCP 2, the newest version. */
  public static final Source DBCP2 = pool("Dbcp2", "commons-dbcp2-2.14.0");

  /** Agroal, the newest version. */
  public static final Source AGROAL = pool("Agroal", "agroal-pool-3.2.1");

  /** Needs nothing of the JVM. */
  public Source(String name, List<String> libraries) {
    this(POOLS, name, libraries, List.of());
  }

  static Source hikari(String version) {
    return pool("Hikari", "HikariCP-" + version);
  }

  /** A pool of a library, with the newest driver. */
  public static Source pool(String name, String library) {
    return new Source(name, List.of(library, PGJDBC));
  }

  /** A reactive client: the library that the log names it by comes first. */
  public static Source reactive(String name, String... libraries) {
    return new Source("reactive", name, List.of(libraries), List.of());
  }

  /** Returns the library that it is a source of connections of. */
  public String library() {
    return libraries.get(0);
  }

  /** The same with another library. */
  public Source and(String library) {
    return new Source(
        application, name, Stream.concat(libraries.stream(), Stream.of(library)).toList(), options);
  }

  /** The same with options of the JVM. */
  public Source with(String... jvmOptions) {
    return new Source(application, name, libraries, List.of(jvmOptions));
  }

  /** The same in a JVM that lives for minutes or logs in thousands of times. */
  public Source withBothCompilers() {
    return with(JvmOptions.bothCompilers().toArray(new String[0]));
  }

  @Override
  public String toString() {
    return library();
  }
}
