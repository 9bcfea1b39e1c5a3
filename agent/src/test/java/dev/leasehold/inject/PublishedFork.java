// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A fork of pgjdbc on Maven Central, named as an operator would; a row of the document each. */
enum PublishedFork {
  EDB("EDB's", "edb-jdbc", "42.7.3.3", "com.edb.Driver", "jdbc:edb:"),
  EDB_42_5("EDB's", "edb-jdbc", "42.5.4.2", "com.edb.Driver", "jdbc:edb:"),
  YUGABYTE(
      "YugabyteDB's", "jdbc-yugabytedb", "42.7.3-yb-4", "com.yugabyte.Driver", "jdbc:yugabytedb:"),
  AWS(
      "AWS's for PostgreSQL",
      "aws-postgresql-jdbc",
      "0.1.0",
      "software.aws.rds.jdbc.postgresql.Driver",
      "jdbc:postgresql:aws:"),
  OPENGAUSS("openGauss's", "opengauss-jdbc", "6.0.2-og", "org.opengauss.Driver", "jdbc:opengauss:"),
  REDSHIFT(
      "Redshift's", "redshift-jdbc42", "2.3.0", "com.amazon.redshift.Driver", "jdbc:redshift:"),
  REDSHIFT_2_1(
      "Redshift's", "redshift-jdbc42", "2.1.0.30", "com.amazon.redshift.Driver", "jdbc:redshift:");

  private static final String DIALECT = "postgresql";

  private final String title;
  private final String artifact;
  private final String version;
  private final String driver;
  private final String subprotocol;

  PublishedFork(String title, String artifact, String version, String driver, String subprotocol) {
    this.title = title;
    this.artifact = artifact;
    this.version = version;
    this.driver = driver;
    this.subprotocol = subprotocol;
  }

  /** Returns the name of its class. */
  String driver() {
    return driver;
  }

  /** Returns whether it can talk with PostgreSQL itself. */
  boolean speaksPostgres() {
    return this != OPENGAUSS && this != REDSHIFT && this != REDSHIFT_2_1;
  }

  /** Returns whether its connections are where pgjdbc's are, seen from the driver. */
  boolean hasConnectionsBesideDriver() {
    return this != AWS;
  }

  /** Returns its URL for one of pgjdbc. */
  String url(String postgresUrl) {
    return postgresUrl.replace("jdbc:postgresql:", subprotocol);
  }

  /** Returns a class loader in which it is woven as {@code leasehold.drivers} has it. */
  LibraryLoader loader() {
    return loader(weaver());
  }

  /** Returns a loader in which it is watched, too, so that its connections can be moved. */
  LibraryLoader watched() {
    Weaver weaver = weaver();
    weaver.addCalls(Drivers.watched(Map.of(driver, DIALECT)));
    return loader(weaver);
  }

  private Weaver weaver() {
    List<WovenClass> classes = LibraryLoader.wovenClasses();
    classes.addAll(Drivers.fork(driver, DIALECT));
    return new Weaver(classes);
  }

  private LibraryLoader loader(Weaver weaver) {
    Path jar = Path.of("target", "libraries", artifact + "-" + version + ".jar");
    return new LibraryLoader(weaver, jar);
  }

  /** Returns the row of the document. */
  String row() {
    return String.format(
        "| %s | `%s` %s | `%s=postgresql` | %s | %s |",
        title,
        artifact,
        version,
        driver,
        speaksPostgres() ? "server" : "login",
        !speaksPostgres()
            ? "not known"
            : hasConnectionsBesideDriver() ? "invalid, as pgjdbc's" : "aborted at the deadline");
  }
}
