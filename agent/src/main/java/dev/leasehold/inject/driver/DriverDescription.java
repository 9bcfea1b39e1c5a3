// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver;

import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * All that the agent is told of one driver. A description is made on the thread of {@code premain},
 * before it is known whether the application has the driver. So it loads none of the driver's other
 * classes then.
 */
public interface DriverDescription {

  /**
   * Returns the name of the driver. The name of a JDBC driver is also the dialect that {@code
   * leasehold.drivers} gives to its forks.
   */
  String name();

  /** Returns the driver's classes that are woven, and which calls go into them. */
  List<WovenClass> classes();

  /** Adds the dialect of a JDBC driver, by the driver's name. */
  default void addDialect(Map<String, DriverDialect> dialects) {}

  /** Adds the methods through which a JDBC driver connects, by the names that woven code gives. */
  default void addConnectMethods(Map<String, ConnectMethod> methods) {}

  /** Adds where a JDBC driver logs in to one server, by the names that woven code gives. */
  default void addLoginPoints(Map<String, LoginPoint> points) {}

  /**
   * Adds a client without JDBC, by each kind of call that its woven code makes.
   *
   * @param dialects the dialects of the JDBC drivers, by their names
   */
  default void addReactive(
      Map<String, ReactiveDriver> clients, Map<String, DriverDialect> dialects) {}

  /**
   * Returns the woven classes of a fork besides the class of its driver.
   *
   * @param fork the internal name of that class
   */
  default List<WovenClass> besideFork(String fork) {
    return Collections.emptyList();
  }

  /**
   * Adds the part that moves live connections to new sessions, where the driver can be reached
   * into.
   */
  default void addHandOver(List<HandOverDriver> drivers) {}

  /** Returns the further classes that are woven where live connections are moved. */
  default List<WovenClass> watched() {
    return Collections.emptyList();
  }

  /**
   * Returns the same of a fork.
   *
   * @param fork the internal name of its driver's class
   */
  default List<WovenClass> watchedOfFork(String fork) {
    return Collections.emptyList();
  }
}
