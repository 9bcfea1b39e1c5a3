// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.driver.mariadb.MariaDbWeaving;
import dev.leasehold.inject.driver.mysql.MysqlWeaving;
import dev.leasehold.inject.driver.oracle.OracleWeaving;
import dev.leasehold.inject.driver.postgresql.PostgresWeaving;
import dev.leasehold.inject.driver.r2dbc.R2dbcWeaving;
import dev.leasehold.inject.driver.sqlserver.SqlServerWeaving;
import dev.leasehold.inject.driver.vertx.VertxWeaving;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.ForkConnectMethod;
import dev.leasehold.inject.jdbc.JdbcDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The drivers that Leasehold knows: the one list that a new driver is added to. */
public final class Drivers {

  private static final List<DriverDescription> KNOWN =
      Arrays.asList(
          new PostgresWeaving(),
          new MysqlWeaving(),
          new MariaDbWeaving(),
          new SqlServerWeaving(),
          new OracleWeaving(),
          new R2dbcWeaving(),
          new VertxWeaving());

  private static final String JDBC = "jdbc";

  /** How woven code names a driver that is not known, and whose connections are not ours. */
  public static final String UNKNOWN_DRIVERS = "unknown";

  /** How woven code names a driver that is not known, and not named in the settings. */
  public static final String OTHER_DRIVERS = fork(JDBC);

  private Drivers() {}

  /** Returns the connect methods of the drivers, by the name that woven code gives. */
  public static Map<String, ConnectMethod> connectMethods() {
    Map<String, ConnectMethod> connectMethods = new HashMap<>();
    for (DriverDescription driver : KNOWN) {
      driver.addConnectMethods(connectMethods);
    }
    connectMethods.put(UNKNOWN_DRIVERS, (driver, url, info) -> null);
    for (Map.Entry<String, DriverDialect> dialect : dialects().entrySet()) {
      connectMethods.put(fork(dialect.getKey()), new ForkConnectMethod(dialect.getValue()));
    }
    return connectMethods;
  }

  /** Returns the drivers' login points for one server, by the name that woven code gives. */
  public static Map<String, LoginPoint> loginPoints() {
    Map<String, LoginPoint> loginPoints = new HashMap<>();
    for (DriverDescription driver : KNOWN) {
      driver.addLoginPoints(loginPoints);
    }
    return loginPoints;
  }

  /** Returns the drivers without JDBC, by the kinds that woven code names. */
  public static Map<String, ReactiveDriver> reactive() {
    Map<String, DriverDialect> dialects = dialects();
    Map<String, ReactiveDriver> clients = new HashMap<>();
    for (DriverDescription driver : KNOWN) {
      driver.addReactive(clients, dialects);
    }
    return clients;
  }

  /** Returns what moves live connections to new sessions: pgjdbc alone can be reached into. */
  public static HandOverDriver handOver() {
    List<HandOverDriver> drivers = new ArrayList<>();
    for (DriverDescription driver : KNOWN) {
      driver.addHandOver(drivers);
    }
    return drivers.get(0);
  }

  /**
   * Returns what is woven, besides all else, where live connections are moved.
   *
   * @param forks the drivers that the settings name, with their dialects in lower case
   */
  public static List<WovenClass> watched(Map<String, String> forks) {
    List<WovenClass> classes = new ArrayList<>();
    for (DriverDescription driver : KNOWN) {
      classes.addAll(driver.watched());
    }
    for (Map.Entry<String, String> fork : forks.entrySet()) {
      for (DriverDescription driver : KNOWN) {
        if (driver.name().equals(fork.getValue())) {
          classes.addAll(driver.watchedOfFork(fork.getKey().replace('.', '/')));
        }
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
    for (DriverDescription known : KNOWN) {
      if (known.name().equals(dialect)) {
        classes.addAll(known.besideFork(internalName));
      }
    }
    return classes;
  }

  private static String fork(String dialect) {
    return "fork " + dialect;
  }

  /** Returns what is particular to each sort of driver, by the name that settings give it. */
  static Map<String, DriverDialect> dialects() {
    Map<String, DriverDialect> dialects = new HashMap<>();
    for (DriverDescription driver : KNOWN) {
      driver.addDialect(dialects);
    }
    dialects.put(JDBC, new JdbcDialect());
    return dialects;
  }

  /** Returns all classes of the drivers that are woven. */
  public static List<WovenClass> wovenClasses() {
    List<WovenClass> classes = new ArrayList<>();
    for (DriverDescription driver : KNOWN) {
      classes.addAll(driver.classes());
    }
    return classes;
  }
}
