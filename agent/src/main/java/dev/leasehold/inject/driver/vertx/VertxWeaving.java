// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.vertx;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of vertx-pg-client that are woven: where a socket is opened and its login made, and
 * where the answers of the database pass. Found with javap in 4.4.2, 4.5.27 and 5.0.7.
 */
public final class VertxWeaving {

  /** What woven code calls the method that connects. */
  public static final String CONNECT = "vertx-pg-client.connect";

  /** What woven code calls the method that takes an answer. */
  public static final String ANSWER = "vertx-pg-client.answer";

  private static final String PACKAGE = "io/vertx/pgclient/";
  private static final String FUTURE = ")Lio/vertx/core/Future;";

  private VertxWeaving() {}

  /** Returns the classes and which calls go into them. */
  public static List<WovenClass> classes() {
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

  private static String connect(String options, String context) {
    return "doConnectInternal(Lio/vertx/" + options + ";Lio/vertx/" + context + ";" + FUTURE;
  }
}
