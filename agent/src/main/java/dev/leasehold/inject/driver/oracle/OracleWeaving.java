// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.oracle;

import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.DriverConnectMethod;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The classes of Oracle's driver that are woven. Its DataSources call a longer {@code connect}, to
 * which {@code Driver.connect} passes on; the longest is woven. All of the methods were found with
 * javap in 19.29, 21.24 and 23.26.4, {@code ConnOption.connect} in 12.2, too.
 */
public final class OracleWeaving implements DriverDescription {

  /** The name that woven code has for the driver's login point for one server. */
  public static final String LOGIN_POINT = "oracle";

  /** The name that woven code has for the driver's connect method. */
  public static final String CONNECT_METHOD = "oracle";

  /** The name that woven code has for the driver's method that returns before it has connected. */
  private static final String ASYNC_CONNECT = "oracle asynchronous";

  private static final String URL_AND_PROPERTIES =
      "connect(Ljava/lang/String;Ljava/util/Properties;";

  /** Of the versions from 21 on, found with javap in 21.19, 21.24 and 23.26.4. */
  private static final String CONNECT_ASYNC =
      "_INTERNAL_ORACLE_connectAsync(Ljava/lang/String;Ljava/util/Properties;"
          + "Loracle/jdbc/internal/AbstractConnectionBuilder;)"
          + "Ljava/util/concurrent/CompletionStage;";

  private static final String CONNECTION = ")Ljava/sql/Connection;";
  private static final String GSS = "Lorg/ietf/jgss/GSSCredential;";

  @Override
  public String name() {
    return "oracle";
  }

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "oracle/jdbc/driver/OracleDriver",
            InstrumentedMethods.connectByTwo(
                CONNECT_METHOD,
                URL_AND_PROPERTIES
                    + "Loracle/jdbc/internal/AbstractConnectionBuilder;"
                    + CONNECTION,
                URL_AND_PROPERTIES
                    + GSS
                    + "Ljavax/net/ssl/SSLContext;Ljava/util/function/Supplier;"
                    + CONNECTION,
                URL_AND_PROPERTIES + GSS + CONNECTION,
                URL_AND_PROPERTIES + CONNECTION),
            InstrumentedMethods.intercept(ASYNC_CONNECT, CONNECT_ASYNC)),
        new WovenClass(
            "oracle/net/nt/ConnOption",
            InstrumentedMethods.reachingThis(LOGIN_POINT, "connect", "connectAsync")),
        new WovenClass(
            "oracle/jdbc/driver/PhysicalConnection", InstrumentedMethods.validity("isValid(I)Z")));
  }

  @Override
  public void addDialect(Map<String, DriverDialect> dialects) {
    dialects.put(name(), new OracleDialect());
  }

  @Override
  public void addConnectMethods(Map<String, ConnectMethod> methods) {
    methods.put(CONNECT_METHOD, new DriverConnectMethod(new OracleDialect()));
  }

  @Override
  public void addReactive(
      Map<String, ReactiveDriver> clients, Map<String, DriverDialect> dialects) {
    DriverDialect dialect = Objects.requireNonNull(dialects.get(name()));
    clients.put(ASYNC_CONNECT, new OracleAsyncConnect(new DriverConnectMethod(dialect), dialect));
  }

  @Override
  public void addLoginPoints(Map<String, LoginPoint> points) {
    points.put(LOGIN_POINT, new OracleLoginPoint());
  }
}
