// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

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
 * The classes of vertx-pg-client that are woven: where a socket is opened and its login made, and
 * where the answers of the database pass. Found with javap in 4.4.2, 4.5.27 and 5.0.7.
 */
public final class VertxWeaving implements DriverDescription {

  /** The name that woven code has for the method that connects. */
  public static final String CONNECT = "vertx-pg-client.connect";

  /** The name that woven code has for the method that takes an answer. */
  public static final String ANSWER = "vertx-pg-client.answer";

  /** The dialect of its database's JDBC driver. */
  private static final String DATABASE = "postgresql";

  private static final String PACKAGE = "io/vertx/pgclient/";
  private static final String FUTURE = ")Lio/vertx/core/Future;";

  @Override
  public String name() {
    return "vertx-pg-client";
  }

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            PACKAGE + "impl/PgConnectionFactory",
            InstrumentedMethods.login(
                CONNECT,
                connect("sqlclient/SqlConnectOptions", "core/impl/EventLoopContext"),
                connect("sqlclient/SqlConnectOptions", "core/impl/ContextInternal"),
                connect("pgclient/PgConnectOptions", "core/internal/ContextInternal"))),
        new WovenClass(
            PACKAGE + "impl/PgSocketConnection",
            InstrumentedMethods.onBackendMessage(
                ANSWER, "java/lang/Object", "handleMessage(Ljava/lang/Object;)V")));
  }

  @Override
  public void addReactive(
      Map<String, ReactiveDriver> clients, Map<String, DriverDialect> dialects) {
    DriverDialect dialect = Objects.requireNonNull(dialects.get(DATABASE));
    ReactiveDriver client = new VertxDriver(dialect);
    clients.put(CONNECT, client);
    clients.put(ANSWER, client);
  }

  private static String connect(String options, String context) {
    return "doConnectInternal(Lio/vertx/" + options + ";Lio/vertx/" + context + ";" + FUTURE;
  }
}
