// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of pgjdbc that are woven. All of the methods were found with javap in 42.2.0,
 * 42.2.29, 42.3.10, 42.5.6, 42.6.2 and 42.7.14, but for {@code internalExecuteBatch}, which 42.2.0
 * lacks.
 */
public final class PostgresWeaving {

  /** How woven code names the driver's login point for one server. */
  public static final String LOGIN_POINT = "postgresql";

  /** How woven code names the driver's connect method. */
  public static final String CONNECT_METHOD = "postgresql";

  private PostgresWeaving() {}

  /** Returns the classes and which calls go into them. */
  public static List<WovenClass> classes() {
    List<WovenClass> classes = new ArrayList<>(beside("org/postgresql"));
    classes.add(
        new WovenClass("org/postgresql/Driver", InstrumentedMethods.connect(CONNECT_METHOD)));
    return classes;
  }

  /** Returns the classes beside the driver, under its package or that of a fork. */
  public static List<WovenClass> beside(String driverPackage) {
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
