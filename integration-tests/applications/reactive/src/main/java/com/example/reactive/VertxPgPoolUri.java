// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLPool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;

/** As {@link VertxUri}, made as up to 4.5. */
final class VertxPgPoolUri extends VertxClient {

  VertxPgPoolUri(Options options) {
    this(options, Vertx.vertx());
  }

  private VertxPgPoolUri(Options options, Vertx vertx) {
    super(vertx, pool(options, vertx));
  }

  private static Pool pool(Options options, Vertx vertx) {
    String[] uris = options.text("url").split("\\|", -1);
    return options.text("url").startsWith("mysql:")
        ? mysql(options, uris, vertx)
        : postgresql(options, uris, vertx);
  }

  private static Pool postgresql(Options options, String[] uris, Vertx vertx) {
    List<PgConnectOptions> servers = new ArrayList<>();
    for (String uri : uris) {
      servers.add(
          PgConnectOptions.fromUri(uri)
              .setUser(options.text("user"))
              .setPassword(options.text("password")));
    }
    return PgPool.pool(vertx, servers, size(options));
  }

  private static Pool mysql(Options options, String[] uris, Vertx vertx) {
    List<MySQLConnectOptions> servers = new ArrayList<>();
    for (String uri : uris) {
      servers.add(
          MySQLConnectOptions.fromUri(uri)
              .setUser(options.text("user"))
              .setPassword(options.text("password")));
    }
    return MySQLPool.pool(vertx, servers, size(options));
  }
}
