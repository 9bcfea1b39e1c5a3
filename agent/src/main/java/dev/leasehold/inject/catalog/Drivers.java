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
  public static Map<String, ConnectMethod> connectMethods() {
    DriverDialect mariadb = new MariaDbDialect();
    Map<String, ConnectMethod> connectMethods = new HashMap<>();
    connectMethods.put(
        PostgresWeaving.CONNECT_METHOD, new DriverConnectMethod(new PostgresDialect()));
    connectMethods.put(MysqlWeaving.CONNECT_METHOD, new DriverConnectMethod(new MysqlDialect()));
    connectMethods.put(
        MariaDbWeaving.CONFIGURATION,
        (target, configuration, none) -> new ConfigurationRequest(mariadb, configuration));
    connectMethods.put(
        MariaDbWeaving.URL_PARSER,
        (target, urlParser, none) -> new UrlParserRequest(mariadb, urlParser));
    connectMethods.put(
        MariaDbWeaving.POOL, (target, urlParser, none) -> new PoolRequest(mariadb, urlParser));
    DriverDialect sqlServer = new SqlServerDialect();
    connectMethods.put(SqlServerWeaving.CONNECT_METHOD, new DriverConnectMethod(sqlServer));
    connectMethods.put(
        SqlServerWeaving.DATA_SOURCE,
        (dataSource, user, password) -> new DataSourceRequest(sqlServer, dataSource, user));
    connectMethods.put(OracleWeaving.CONNECT_METHOD, new DriverConnectMethod(new OracleDialect()));
    connectMethods.put(STRANGERS, (driver, url, info) -> null);
    for (Map.Entry<String, DriverDialect> dialect : dialects().entrySet()) {
      connectMethods.put(fork(dialect.getKey()), new ForkConnectMethod(dialect.getValue()));
    }
    return connectMethods;
  }

  /** Returns the drivers' login points for one server, by the name that woven code gives. */
  public static Map<String, LoginPoint> loginPoints() {
    Map<String, LoginPoint> loginPoints = new HashMap<>();
    loginPoints.put(PostgresWeaving.LOGIN_POINT, new PostgresLoginPoint());
    loginPoints.put(MysqlWeaving.LOGIN_POINT, new MysqlLoginPoint());
    loginPoints.put(MysqlWeaving.OLD_LOGIN_POINT, new OldMysqlLoginPoint());
    loginPoints.put(MariaDbWeaving.LOGIN_POINT, new MariaDbLoginPoint());
    loginPoints.put(SqlServerWeaving.LOGIN_POINT, new SqlServerLoginPoint());
    loginPoints.put(OracleWeaving.LOGIN_POINT, new OracleLoginPoint());
    return loginPoints;
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
      if (fork.getValue().equals(PostgresWeaving.CONNECT_METHOD)) {
        classes.addAll(PostgresHandOver.watched(packageOf(fork.getKey().replace('.', '/'))));
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
    if (dialect.equals(PostgresWeaving.CONNECT_METHOD)) {
      classes.addAll(PostgresWeaving.beside(packageOf(internalName)));
    }
    if (dialect.equals(MysqlWeaving.CONNECT_METHOD)) {
      classes.addAll(MysqlWeaving.beside(internalName));
    }
    return classes;
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/'));
  }

  private static String fork(String dialect) {
    return "fork " + dialect;
  }

  /** Returns what is particular to each sort of driver, by the name that settings give it. */
  static Map<String, DriverDialect> dialects() {
    Map<String, DriverDialect> dialects = new HashMap<>();
    dialects.put(PostgresWeaving.CONNECT_METHOD, new PostgresDialect());
    dialects.put(MysqlWeaving.CONNECT_METHOD, new MysqlDialect());
    dialects.put("mariadb", new MariaDbDialect());
    dialects.put(SqlServerWeaving.CONNECT_METHOD, new SqlServerDialect());
    dialects.put(OracleWeaving.CONNECT_METHOD, new OracleDialect());
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
