// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mysql;

import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The classes of Connector/J that are woven: 5.1's under {@code com.mysql.jdbc}, later versions'
 * under {@code com.mysql.cj.jdbc}. Its DataSources connect through the driver. All of the methods
 * were found with javap in 5.1.49, 8.0.11, 8.4.0, 9.7.0 and 26.10.0.
 */
public final class MysqlWeaving implements DriverDescription {

  /** The name that woven code has for the driver's login point for one server from 8.0 on. */
  public static final String LOGIN_POINT = "mysql";

  /** The name that woven code has for the login point of 5.1. */
  public static final String OLD_LOGIN_POINT = "mysql 5";

  /** The name that woven code has for the driver's connect method. */
  public static final String CONNECT_METHOD = "mysql";

  private static final String DRIVER = "/jdbc/NonRegisteringDriver";

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public List<WovenClass> classes() {
    String connection5 = "connection:Lcom/mysql/jdbc/MySQLConnection;";
    String connection8 = "connection:Lcom/mysql/cj/jdbc/JdbcConnection;";
    return Arrays.asList(
        new WovenClass(
            "com/mysql/jdbc/NonRegisteringDriver", InstrumentedMethods.connect(CONNECT_METHOD)),
        new WovenClass(
            "com/mysql/jdbc/JDBC4Connection", InstrumentedMethods.validity("isValid(I)Z")),
        new WovenClass(
            "com/mysql/jdbc/MysqlIO",
            InstrumentedMethods.reachingThis(OLD_LOGIN_POINT, "doHandshake")),
        new WovenClass(
            "com/mysql/jdbc/ConnectionImpl",
            InstrumentedMethods.failures("checkClosed()V", "commit()V", "rollback()V")),
        statements("com/mysql/jdbc/StatementImpl", connection5),
        statements("com/mysql/jdbc/PreparedStatement", connection5),
        new WovenClass(
            "com/mysql/cj/jdbc/NonRegisteringDriver", InstrumentedMethods.connect(CONNECT_METHOD)),
        session("com/mysql/cj"),
        new WovenClass(
            "com/mysql/cj/jdbc/ConnectionImpl",
            InstrumentedMethods.validity("isValid(I)Z"),
            InstrumentedMethods.failures("checkClosed()V", "commit()V", "rollback()V")),
        statements("com/mysql/cj/jdbc/StatementImpl", connection8),
        statements("com/mysql/cj/jdbc/ClientPreparedStatement", connection8));
  }

  @Override
  public void addDialect(Map<String, DriverDialect> dialects) {
    dialects.put(name(), new MysqlDialect());
  }

  @Override
  public void addConnectMethods(Map<String, ConnectMethod> methods) {
    methods.put(CONNECT_METHOD, new DriverConnectMethod(new MysqlDialect()));
  }

  @Override
  public void addLoginPoints(Map<String, LoginPoint> points) {
    points.put(LOGIN_POINT, new MysqlLoginPoint());
    points.put(OLD_LOGIN_POINT, new Connector5LoginPoint());
  }

  /** They are where they are in 8.0 and later. */
  @Override
  public List<WovenClass> besideFork(String fork) {
    return fork.endsWith(DRIVER)
        ? Collections.singletonList(session(fork.substring(0, fork.length() - DRIVER.length())))
        : Collections.emptyList();
  }

  private static WovenClass session(String root) {
    return new WovenClass(
        root + "/NativeSession", InstrumentedMethods.reaching(LOGIN_POINT, 0, "connect"));
  }

  private static WovenClass statements(String internalName, String connection) {
    return new WovenClass(
        internalName,
        InstrumentedMethods.failuresOf(
            connection,
            "checkClosed",
            "execute",
            "executeQuery",
            "executeUpdateInternal",
            "executeBatchInternal"));
  }
}
