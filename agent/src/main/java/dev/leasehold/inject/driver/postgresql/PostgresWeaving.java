// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.HandOverDriver;
import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of pgjdbc that are woven. All of the methods were found with javap in 42.2.0,
 * 42.2.29, 42.3.10, 42.5.6, 42.6.2 and 42.7.14, but for {@code internalExecuteBatch}, which 42.2.0
 * lacks.
 */
public final class PostgresWeaving implements DriverDescription {

  /** The name that woven code has for the driver's login point for one server. */
  public static final String LOGIN_POINT = "postgresql";

  /** The name that woven code has for the driver's connect method. */
  public static final String CONNECT_METHOD = "postgresql";

  private static final String PACKAGE = "org/postgresql";

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public List<WovenClass> classes() {
    List<WovenClass> classes = new ArrayList<>(beside(PACKAGE));
    classes.add(new WovenClass(PACKAGE + "/Driver", InstrumentedMethods.connect(CONNECT_METHOD)));
    return classes;
  }

  @Override
  public void addDialect(Map<String, DriverDialect> dialects) {
    dialects.put(name(), new PostgresDialect());
  }

  @Override
  public void addConnectMethods(Map<String, ConnectMethod> methods) {
    methods.put(CONNECT_METHOD, new DriverConnectMethod(new PostgresDialect()));
  }

  @Override
  public void addLoginPoints(Map<String, LoginPoint> points) {
    points.put(LOGIN_POINT, new PostgresLoginPoint());
  }

  @Override
  public List<WovenClass> besideFork(String fork) {
    return beside(packageOf(fork));
  }

  @Override
  public void addHandOver(List<HandOverDriver> drivers) {
    drivers.add(new PostgresHandOver());
  }

  @Override
  public List<WovenClass> watched() {
    return PostgresHandOver.watched(PACKAGE);
  }

  @Override
  public List<WovenClass> watchedOfFork(String fork) {
    return PostgresHandOver.watched(packageOf(fork));
  }

  private static String packageOf(String internalName) {
    return internalName.substring(0, internalName.lastIndexOf('/'));
  }

  /** Returns the classes beside the driver, under its package or that of a fork. */
  private static List<WovenClass> beside(String driverPackage) {
    String jdbc = driverPackage + "/jdbc/";
    return Arrays.asList(
        new WovenClass(
            driverPackage + "/core/v3/ConnectionFactoryImpl",
            InstrumentedMethods.reaching(LOGIN_POINT, 0, "sendStartupPacket"),
            InstrumentedMethods.answered(LOGIN_POINT, 0, "doAuthentication")),
        new WovenClass(
            jdbc + "PgConnection",
            InstrumentedMethods.validity("isValid(I)Z"),
            InstrumentedMethods.failures(
                "checkClosed()V", "executeTransactionCommand", "getNotifications")),
        new WovenClass(
            jdbc + "PgStatement",
            InstrumentedMethods.failuresOf(
                "connection",
                "checkClosed()V",
                "executeInternal",
                "internalExecuteBatch",
                "executeBatch()[I")),
        new WovenClass(
            jdbc + "PgResultSet", InstrumentedMethods.failuresOf("connection", "next()Z")),
        new WovenClass(
            driverPackage + "/copy/CopyManager",
            InstrumentedMethods.failuresOf("connection", "copyIn", "copyOut")));
  }
}
