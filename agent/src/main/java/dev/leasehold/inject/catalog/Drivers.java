// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.driver.mariadb.ConfigurationRequest;
import dev.leasehold.inject.driver.mariadb.MariaDbDialect;
import dev.leasehold.inject.driver.mariadb.MariaDbLoginPoint;
import dev.leasehold.inject.driver.mariadb.MariaDbWeaving;
import dev.leasehold.inject.driver.mariadb.PoolRequest;
import dev.leasehold.inject.driver.mariadb.UrlParserRequest;
import dev.leasehold.inject.driver.mysql.MysqlDialect;
import dev.leasehold.inject.driver.mysql.MysqlLoginPoint;
import dev.leasehold.inject.driver.mysql.MysqlWeaving;
import dev.leasehold.inject.driver.mysql.OldMysqlLoginPoint;
import dev.leasehold.inject.driver.oracle.OracleDialect;
import dev.leasehold.inject.driver.oracle.OracleLoginPoint;
import dev.leasehold.inject.driver.oracle.OracleWeaving;
import dev.leasehold.inject.driver.postgresql.PostgresDialect;
import dev.leasehold.inject.driver.postgresql.PostgresHandOver;
import dev.leasehold.inject.driver.postgresql.PostgresLoginPoint;
import dev.leasehold.inject.driver.postgresql.PostgresWeaving;
import dev.leasehold.inject.driver.r2dbc.R2dbcDriver;
import dev.leasehold.inject.driver.r2dbc.R2dbcWeaving;
import dev.leasehold.inject.driver.sqlserver.DataSourceRequest;
import dev.leasehold.inject.driver.sqlserver.SqlServerDialect;
import dev.leasehold.inject.driver.sqlserver.SqlServerLoginPoint;
import dev.leasehold.inject.driver.sqlserver.SqlServerWeaving;
import dev.leasehold.inject.driver.vertx.VertxDriver;
import dev.leasehold.inject.driver.vertx.VertxWeaving;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ForkConnectMethod;
import dev.leasehold.inject.jdbc.JdbcDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a new driver is added to. */
public final class Drivers {

  private static final String JDBC = "jdbc";

  /** How woven code names a driver that is not known, and whose connections are not ours. */
  public static final String STRANGERS = "strangers";

  /** How woven code names a driver that is not known, and not named in the settings. */
  public static final String OTHER_DRIVERS = fork(JDBC);

  private Drivers() {}

  /** Returns the connect methods of the drivers, by the name that woven code gives. */
  public static Map<String, ConnectMethod> entrances() {
    DriverDialect mariadb = new MariaDbDialect();
    Map<String, ConnectMethod> entrances = new HashMap<>();
    entrances.put(PostgresWeaving.ENTRANCE, new DriverConnectMethod(new PostgresDialect()));
    entrances.put(MysqlWeaving.ENTRANCE, new DriverConnectMethod(new MysqlDialect()));
    entrances.put(
        MariaDbWeaving.CONFIGURATION,
        (target, configuration, none) -> new ConfigurationRequest(mariadb, configuration));
    entrances.put(
        MariaDbWeaving.URL_PARSER,
        (target, urlParser, none) -> new UrlParserRequest(mariadb, urlParser));
    entrances.put(
        MariaDbWeaving.POOL, (target, urlParser, none) -> new PoolRequest(mariadb, urlParser));
    DriverDialect sqlServer = new SqlServerDialect();
    entrances.put(SqlServerWeaving.ENTRANCE, new DriverConnectMethod(sqlServer));
    entrances.put(
        SqlServerWeaving.DATA_SOURCE,
        (dataSource, user, password) -> new DataSourceRequest(sqlServer, dataSource, user));
    entrances.put(OracleWeaving.ENTRANCE, new DriverConnectMethod(new OracleDialect()));
    entrances.put(STRANGERS, (driver, url, info) -> null);
    for (Map.Entry<String, DriverDialect> dialect : dialects().entrySet()) {
      entrances.put(fork(dialect.getKey()), new ForkConnectMethod(dialect.getValue()));
    }
    return entrances;
  }

  /** Returns the drivers' login points for one server, by the name that woven code gives. */
  public static Map<String, LoginPoint> doors() {
    Map<String, LoginPoint> doors = new HashMap<>();
    doors.put(PostgresWeaving.DOOR, new PostgresLoginPoint());
    doors.put(MysqlWeaving.DOOR, new MysqlLoginPoint());
    doors.put(MysqlWeaving.OLD_DOOR, new OldMysqlLoginPoint());
    doors.put(MariaDbWeaving.DOOR, new MariaDbLoginPoint());
    doors.put(SqlServerWeaving.DOOR, new SqlServerLoginPoint());
    doors.put(OracleWeaving.DOOR, new OracleLoginPoint());
    return doors;
  }

  /** Returns the drivers without JDBC, by the kinds that woven code names. */
  public static Map<String, ReactiveDriver> reactive() {
    ReactiveDriver r2dbc = new R2dbcDriver(new PostgresDialect());
    Map<String, ReactiveDriver> drivers = new HashMap<>();
    drivers.put(R2dbcWeaving.SOCKET, r2dbc);
    drivers.put(R2dbcWeaving.LOGIN, r2dbc);
    drivers.put(R2dbcWeaving.ANSWER, r2dbc);
    ReactiveDriver vertx = new VertxDriver(new PostgresDialect());
    drivers.put(VertxWeaving.CONNECT, vertx);
    drivers.put(VertxWeaving.ANSWER, vertx);
    return drivers;
  }

  /**
   * Returns what moves live connections to new sessions, of the drivers that can be reached into.
   */
  public static HandOverDriver handOver() {
    return new PostgresHandOver();
  }

  /**
   * Returns what is woven, besides all else, where live connections are moved.
   *
   * @param forks the drivers that the settings name, with their dialects in lower case
   */
  public static List<WovenClass> watched(Map<String, String> forks) {
    List<WovenClass> classes = new ArrayList<>(PostgresHandOver.watched("org/postgresql"));
    for (Map.Entry<String, String> fork : forks.entrySet()) {
      if (fork.getValue().equals(PostgresWeaving.ENTRANCE)) {
        String internalName = fork.getKey().replace('.', '/');
        int slash = internalName.lastIndexOf('/');
        classes.addAll(PostgresHandOver.watched(internalName.substring(0, Math.max(0, slash))));
      }
    }
    return classes;
  }

  /** Returns whether a driver that is known takes URLs that begin so. */
  public static boolean knows(String urlBeginning) {
    for (Map.Entry<String, DriverDialect> dialect : dialects().entrySet()) {
      if (!dialect.getKey().equals(JDBC) && dialect.getValue().accepts(urlBeginning)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns what is woven of a driver that is named in the settings.
   *
   * @param driver the name of its class
   * @param dialect in lower case: one of {@link #dialects()}
   */
  public static List<WovenClass> fork(String driver, String dialect) {
    String internalName = driver.replace('.', '/');
    List<WovenClass> classes = new ArrayList<>();
    classes.add(new WovenClass(internalName, InstrumentedMethods.connect(fork(dialect))));
    if (dialect.equals(PostgresWeaving.ENTRANCE)) {
      String itsPackage = internalName.substring(0, internalName.lastIndexOf('/'));
      classes.addAll(PostgresWeaving.beside(itsPackage));
    }
    if (dialect.equals(MysqlWeaving.ENTRANCE)) {
      classes.addAll(MysqlWeaving.beside(internalName));
    }
    return classes;
  }

  private static String fork(String dialect) {
    return "fork " + dialect;
  }

  /** Returns what is particular to each sort of driver, by the name that settings give it. */
  static Map<String, DriverDialect> dialects() {
    Map<String, DriverDialect> dialects = new HashMap<>();
    dialects.put(PostgresWeaving.ENTRANCE, new PostgresDialect());
    dialects.put(MysqlWeaving.ENTRANCE, new MysqlDialect());
    dialects.put("mariadb", new MariaDbDialect());
    dialects.put(SqlServerWeaving.ENTRANCE, new SqlServerDialect());
    dialects.put(OracleWeaving.ENTRANCE, new OracleDialect());
    dialects.put(JDBC, new JdbcDialect());
    return dialects;
  }

  /** Returns all classes of the drivers that are woven. */
  public static List<WovenClass> wovenClasses() {
    List<WovenClass> classes = new ArrayList<>(PostgresWeaving.classes());
    classes.addAll(MysqlWeaving.classes());
    classes.addAll(MariaDbWeaving.classes());
    classes.addAll(SqlServerWeaving.classes());
    classes.addAll(OracleWeaving.classes());
    classes.addAll(R2dbcWeaving.classes());
    classes.addAll(VertxWeaving.classes());
    return classes;
  }
}
