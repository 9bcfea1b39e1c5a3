// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.catalog;

import dev.leasehold.config.KnownDrivers;
import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.jdbc.ConnectMethod;
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
import java.util.StringTokenizer;

/** The descriptions of the drivers that Leasehold knows, which {@link KnownDrivers} lists. */
public final class Drivers {

  private static final String PACKAGE = "dev.leasehold.inject.driver.";
  private static final String WEAVING = "weaving=";
  static final List<DriverDescription> KNOWN = known();

  private static final String JDBC = "jdbc";

  /** How woven code names a driver that is not known, and whose connections are not ours. */
  public static final String UNKNOWN_DRIVERS = "unknown";

  /** The name that woven code has for a reactive client that is not known. */
  public static final String UNKNOWN_REACTIVE_CLIENTS = "unknown reactive";

  /** How woven code names a driver that is not known, and not named in the settings. */
  public static final String OTHER_DRIVERS = fork(JDBC);

  private Drivers() {}

  private static List<DriverDescription> known() {
    List<DriverDescription> known = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(KnownDrivers.LIST, " \n");
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (word.startsWith(WEAVING)) {
        known.add(description(PACKAGE + word.substring(WEAVING.length())));
      }
    }
    return known;
  }

  private static DriverDescription description(String type) {
    try {
      return (DriverDescription) Class.forName(type).getConstructor().newInstance();
    } catch (ReflectiveOperationException missing) {
      throw new LinkageError(type, missing);
    }
  }

  /** Returns the connect methods of the drivers, by the name that woven code gives. */
  public static Map<String, ConnectMethod> connectMethods() {
    Map<String, ConnectMethod> connectMethods = new HashMap<>();
    for (DriverDescription driver : KNOWN) {
      driver.addConnectMethods(connectMethods);
    }
    connectMethods.put(UNKNOWN_DRIVERS, (driver, url, info) -> null);
    connectMethods.put(UNKNOWN_REACTIVE_CLIENTS, (client, first, second) -> null);
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

  /**
   * Returns the part that moves live connections to new sessions: pgjdbc alone can be reached into.
   */
  public static HandOverDriver handOver() {
    List<HandOverDriver> drivers = new ArrayList<>();
    for (DriverDescription driver : KNOWN) {
      driver.addHandOver(drivers);
    }
    return drivers.get(0);
  }

  /**
   * Returns the further classes that are woven where live connections are moved.
   *
   * @param forks the drivers that the settings name, with their dialects
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
   * Returns the woven classes of a driver that is named in the settings.
   *
   * @param driver the name of its class
   * @param dialect one of {@link #dialects()}
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

  /** Returns the dialect of each sort of driver, by the name that settings give it. */
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
