// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.r2dbc;

import dev.leasehold.inject.driver.DriverDescription;
import dev.leasehold.inject.jdbc.DriverDialect;
import dev.leasehold.inject.reactive.ReactiveDriver;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The classes of r2dbc-postgresql that are woven: where a socket is opened, where its login begins,
 * and where the answers of the database pass. The same methods in 1.0.0, 1.0.9 and 1.1.2.
 */
public final class R2dbcWeaving implements DriverDescription {

  /** The name that woven code has for the method that opens a socket. */
  public static final String SOCKET = "r2dbc-postgresql.socket";

  /** The name that woven code has for the method that logs in. */
  public static final String LOGIN = "r2dbc-postgresql.login";

  /** The name that woven code has for the method that takes an answer. */
  public static final String ANSWER = "r2dbc-postgresql.answer";

  /** The dialect of its database's JDBC driver. */
  private static final String DATABASE = "postgresql";

  private static final String PACKAGE = "io/r2dbc/postgresql/";
  private static final String BACKEND = PACKAGE + "message/backend/";
  private static final String CONSUME = "consumeMessage(L" + BACKEND + "BackendMessage;)Z";
  private static final String CONNECT =
      "connect(Ljava/net/SocketAddress;L"
          + PACKAGE
          + "client/ConnectionSettings;)Lreactor/core/publisher/Mono;";
  private static final String EXCHANGE =
      "exchange(Ljava/util/function/Function;L"
          + PACKAGE
          + "client/Client;Ljava/lang/String;Ljava/lang/String;L"
          + PACKAGE
          + "message/frontend/StartupMessage$StartupParameterProvider;)"
          + "Lreactor/core/publisher/Flux;";

  @Override
  public String name() {
    return "r2dbc-postgresql";
  }

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            PACKAGE + "client/ReactorNettyClient",
            InstrumentedMethods.login(SOCKET, CONNECT),
            InstrumentedMethods.onBackendMessage(ANSWER, BACKEND + "ErrorResponse", CONSUME),
            InstrumentedMethods.onBackendMessage(ANSWER, BACKEND + "BackendKeyData", CONSUME)),
        new WovenClass(
            PACKAGE + "client/StartupMessageFlow", InstrumentedMethods.login(LOGIN, EXCHANGE)));
  }

  @Override
  public void addReactive(
      Map<String, ReactiveDriver> clients, Map<String, DriverDialect> dialects) {
    DriverDialect dialect = Objects.requireNonNull(dialects.get(DATABASE));
    ReactiveDriver client = new R2dbcDriver(dialect);
    clients.put(SOCKET, client);
    clients.put(LOGIN, client);
    clients.put(ANSWER, client);
  }
}
