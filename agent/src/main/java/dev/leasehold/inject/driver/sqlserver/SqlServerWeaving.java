// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of mssql-jdbc that are woven. All of the methods were found with javap in 12.10.2 and
 * 13.6.2.
 */
public final class SqlServerWeaving {

  /** How woven code names the driver's login point for one server. */
  public static final String LOGIN_POINT = "sqlserver";

  /** How woven code names the driver's connect method. */
  public static final String CONNECT_METHOD = "sqlserver";

  /** How woven code names the DataSources' connect method. */
  public static final String DATA_SOURCE = "sqlserver datasource";

  private static final String PACKAGE = "com/microsoft/sqlserver/jdbc/";

  private SqlServerWeaving() {}

  /** Returns the classes and which calls go into them. */
  public static List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(PACKAGE + "SQLServerDriver", InstrumentedMethods.connect(CONNECT_METHOD)),
        new WovenClass(
            PACKAGE + "SQLServerDataSource",
            InstrumentedMethods.connectByTwo(
                DATA_SOURCE,
                "getConnectionInternal(Ljava/lang/String;Ljava/lang/String;L"
                    + PACKAGE
                    + "SQLServerPooledConnection;)L"
                    + PACKAGE
                    + "SQLServerConnection;")),
        new WovenClass(
            PACKAGE + "SQLServerConnection",
            InstrumentedMethods.reachingThis(LOGIN_POINT, "connectHelper"),
            InstrumentedMethods.validity("isValid(I)Z"),
            InstrumentedMethods.failures("checkClosed()V")));
  }
}
