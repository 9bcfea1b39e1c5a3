// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.sqlserver;

import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of mssql-jdbc that are woven. All of the methods were found with javap in 12.10.2 and
 * 13.6.2.
 */
public final class SqlServerWeaving implements DriverDescription {

  /** The name that woven code has for the driver's login point for one server. */
  public static final String LOGIN_POINT = "sqlserver";

  /** The name that woven code has for the driver's connect method. */
  public static final String CONNECT_METHOD = "sqlserver";

  /** The name that woven code has for the DataSources' connect method. */
  public static final String DATA_SOURCE = "sqlserver datasource";

  private static final String PACKAGE = "com/microsoft/sqlserver/jdbc/";

  @Override
  public String name() {
    return "sqlserver";
  }

  @Override
  public List<WovenClass> classes() {
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

  @Override
  public void addDialect(Map<String, DriverDialect> dialects) {
    dialects.put(name(), new SqlServerDialect());
  }

  @Override
  public void addConnectMethods(Map<String, ConnectMethod> methods) {
    DriverDialect dialect = new SqlServerDialect();
    methods.put(CONNECT_METHOD, new DriverConnectMethod(dialect));
    methods.put(
        DATA_SOURCE,
        (dataSource, user, password) -> new DataSourceRequest(dialect, dataSource, user));
  }

  @Override
  public void addLoginPoints(Map<String, LoginPoint> points) {
    points.put(LOGIN_POINT, new SqlServerLoginPoint());
  }
}
