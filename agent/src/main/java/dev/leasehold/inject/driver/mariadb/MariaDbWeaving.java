// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.mariadb;

import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of MariaDB Connector/J that are woven. Driver, DataSources and the pool inside all
 * open their physical connections through one static method, so that method is the connect method.
 * It is {@code connect(Configuration)} from 3.0 on, in the driver's superclass from 3.5. In 2.7 it
 * is {@code newConnection(UrlParser, GlobalStateInfo)}. All of the methods were found with javap in
 * 2.7.0, 2.7.13, 3.0.11, 3.3.4, 3.4.2, 3.5.11 and 4.0.0.
 */
public final class MariaDbWeaving implements DriverDescription {

  /** The name that woven code has for the driver's login point for one server. */
  public static final String LOGIN_POINT = "mariadb";

  /** The name that woven code has for the connect method from 3.0 on. */
  public static final String CONFIGURATION = "mariadb";

  /** The name that woven code has for the connect method of 2.7. */
  public static final String URL_PARSER = "mariadb 2";

  /** The name that woven code has for the pool inside the driver of 2.7. */
  public static final String POOL = "mariadb 2 pool";

  /** Of the client from 3.4 on. Before, it is a static method beside that of the socket. */
  private static final String AUTHENTICATION = "authenticationHandler";

  private static final String CONNECT =
      "connect(Lorg/mariadb/jdbc/Configuration;)Lorg/mariadb/jdbc/Connection;";

  @Override
  public String name() {
    return "mariadb";
  }

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "org/mariadb/jdbc/Driver",
            InstrumentedMethods.connectByOneIfThere(CONFIGURATION, CONNECT)),
        new WovenClass(
            "org/mariadb/jdbc/NonRegisteringDriver",
            InstrumentedMethods.connectByOne(CONFIGURATION, CONNECT)),
        socketOf3(),
        new WovenClass(
            "org/mariadb/jdbc/internal/protocol/AbstractConnectProtocol",
            InstrumentedMethods.reaching(LOGIN_POINT, 0, "createConnection"),
            InstrumentedMethods.answered(LOGIN_POINT, 0, "createConnection")),
        clientOf3(),
        connectionOf3(),
        statements("org/mariadb/jdbc/Statement"),
        statements("org/mariadb/jdbc/ClientPreparedStatement"),
        statements("org/mariadb/jdbc/ServerPreparedStatement"),
        new WovenClass(
            "org/mariadb/jdbc/MariaDbConnection",
            InstrumentedMethods.connectByOne(
                URL_PARSER,
                "newConnection(Lorg/mariadb/jdbc/UrlParser;"
                    + "Lorg/mariadb/jdbc/internal/util/pool/GlobalStateInfo;)"
                    + "Lorg/mariadb/jdbc/MariaDbConnection;"),
            InstrumentedMethods.validity("isValid(I)Z"),
            InstrumentedMethods.failures("checkConnection()V", "commit()V", "rollback()V")),
        new WovenClass(
            "org/mariadb/jdbc/internal/util/pool/Pools",
            InstrumentedMethods.connectByOne(
                POOL,
                "retrievePool(Lorg/mariadb/jdbc/UrlParser;)"
                    + "Lorg/mariadb/jdbc/internal/util/pool/Pool;")),
        statements2("org/mariadb/jdbc/MariaDbStatement"),
        statements2("org/mariadb/jdbc/ClientSidePreparedStatement"),
        statements2("org/mariadb/jdbc/ServerSidePreparedStatement"));
  }

  @Override
  public void addDialect(Map<String, DriverDialect> dialects) {
    dialects.put(name(), new MariaDbDialect());
  }

  @Override
  public void addConnectMethods(Map<String, ConnectMethod> methods) {
    DriverDialect dialect = new MariaDbDialect();
    methods.put(
        CONFIGURATION,
        (target, configuration, none) -> new ConfigurationRequest(dialect, configuration));
    methods.put(URL_PARSER, (target, urlParser, none) -> new UrlParserRequest(dialect, urlParser));
    methods.put(POOL, (target, urlParser, none) -> new PoolRequest(dialect, urlParser));
  }

  @Override
  public void addLoginPoints(Map<String, LoginPoint> points) {
    points.put(LOGIN_POINT, new MariaDbLoginPoint());
  }

  private static WovenClass connectionOf3() {
    return new WovenClass(
        "org/mariadb/jdbc/Connection",
        InstrumentedMethods.validityUnless(
            "poolConnection", "org/mariadb/jdbc/pool/MariaDbInnerPoolConnection", "isValid(I)Z"),
        InstrumentedMethods.failures("checkNotClosed()V", "commit()V", "rollback()V"));
  }

  private static WovenClass socketOf3() {
    return new WovenClass(
        "org/mariadb/jdbc/client/impl/ConnectionHelper",
        InstrumentedMethods.reaching(
            LOGIN_POINT,
            1,
            "connectSocket(Lorg/mariadb/jdbc/Configuration;Lorg/mariadb/jdbc/HostAddress;)"
                + "Ljava/net/Socket;"),
        InstrumentedMethods.answered(LOGIN_POINT, 1, AUTHENTICATION));
  }

  private static WovenClass clientOf3() {
    return new WovenClass(
        "org/mariadb/jdbc/client/impl/StandardClient",
        InstrumentedMethods.answered(LOGIN_POINT, 1, AUTHENTICATION));
  }

  private static WovenClass statements2(String internalName) {
    return new WovenClass(
        internalName,
        InstrumentedMethods.failuresOf(
            "connection:Lorg/mariadb/jdbc/MariaDbConnection;",
            "checkClose()V",
            "execute",
            "executeInternal",
            "executeBatch()[I"));
  }

  private static WovenClass statements(String internalName) {
    return new WovenClass(
        internalName,
        InstrumentedMethods.failuresOf(
            "con:Lorg/mariadb/jdbc/Connection;",
            "checkNotClosed()V",
            "execute",
            "executeQuery",
            "executeUpdate",
            "executeLargeUpdate",
            "executeBatch()[I"));
  }
}
