// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.postgresql.util.DriverInfo;

/** The range of a driver's tests, as a row of the table in {@code docs/compatibility.md}. */
enum DriverRow {
  PGJDBC_ENDS(Of.PGJDBC, "postgresql", Shown.ROTATION, Of.THE_DRIVER, "42.2.2", Of.NEWEST),
  PGJDBC(
      Of.PGJDBC,
      "postgresql",
      Shown.SERVER,
      Of.THE_DRIVER,
      "42.2.29",
      "42.3.10",
      "42.4.5",
      "42.5.6",
      "42.6.2"),
  MYSQL_5(Of.MYSQL, "mysql-connector-java", Shown.ROTATION, Shown.SERVER.cell(), "5.1.49"),
  MYSQL_8(Of.MYSQL, "mysql-connector-java", Shown.SERVER, Shown.SERVER.cell(), "8.0.11"),
  MYSQL_9(Of.MYSQL, "mysql-connector-j", Shown.ROTATION, Shown.SERVER.cell(), "9.7.0"),
  MYSQL(Of.MYSQL, "mysql-connector-j", Shown.SERVER, Shown.SERVER.cell(), "8.4.0", "26.10.0"),
  MARIADB_ENDS(
      Of.MARIADB, "mariadb-java-client", Shown.ROTATION, Shown.SERVER.cell(), "2.7.13", "3.5.11"),
  MARIADB(
      Of.MARIADB,
      "mariadb-java-client",
      Shown.SERVER,
      Shown.SERVER.cell(),
      "2.7.0",
      "3.0.11",
      "4.0.0"),
  SQL_SERVER(
      "Microsoft's for SQL Server",
      "mssql-jdbc",
      Shown.LOGIN,
      Shown.LOGIN.cell(),
      "12.10.2.jre11",
      "13.6.2.jre11"),
  ORACLE_8("Oracle's", "ojdbc8", Shown.METHOD, Shown.METHOD.cell(), "19.29.0.0"),
  ORACLE_11("Oracle's", "ojdbc11", Shown.METHOD, Shown.METHOD.cell(), "21.24.0.0", "23.26.4.0.0");

  /** How far the tests go. */
  enum Shown {
    /** An unmodified application under load, too, with Vault's own plugin. */
    ROTATION("MysqlFamilyTest", "RetirementTest"),
    /** On a real server. */
    SERVER("MysqlFamilyTest", "OldMariaDbPoolTest", "RetirementTest", "EachPgjdbc"),
    /** Up to the login that the driver sends. */
    LOGIN("SqlServerTest"),
    /** The method that connects. */
    METHOD("OracleTest");

    private final List<String> tests;

    Shown(String... tests) {
      this.tests = List.of(tests);
    }

    /**
     * Returns the names of the tests here that show it, and of the class that names their versions.
     */
    List<String> tests() {
      return tests;
    }

    String cell() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final class Of {
    static final String PGJDBC = "pgjdbc";
    static final String MYSQL = "MySQL Connector/J";
    static final String MARIADB = "MariaDB Connector/J";
    static final String THE_DRIVER = "connect through the driver";
    static final String NEWEST = "newest";
  }

  private final String driver;
  private final String artifact;
  private final Shown shown;
  private final String dataSources;
  private final List<String> versions;

  DriverRow(String driver, String artifact, Shown shown, String dataSources, String... versions) {
    this.driver = driver;
    this.artifact = artifact;
    this.shown = shown;
    this.dataSources = dataSources;
    this.versions = List.of(versions);
  }

  static Stream<DriverRow> all() {
    return Arrays.stream(values());
  }

  Shown shown() {
    return shown;
  }

  /** Returns the libraries as the tests name them. */
  List<String> libraries() {
    return versions.stream().map(version -> artifact + "-" + version).toList();
  }

  /** Returns the artifacts with their versions, as {@code libraries.txt} ends its lines. */
  List<String> coordinates() {
    return versions.stream().map(version -> ":" + artifact + ":" + published(version)).toList();
  }

  /** Returns the row of the document. */
  String row() {
    String published = String.join(", ", versions.stream().map(DriverRow::published).toList());
    return String.format(
        "| %s | `%s` %s | %s | %s |", driver, artifact, published, shown.cell(), dataSources);
  }

  private static String published(String version) {
    return version.equals(Of.NEWEST) ? DriverInfo.DRIVER_VERSION : version;
  }
}
