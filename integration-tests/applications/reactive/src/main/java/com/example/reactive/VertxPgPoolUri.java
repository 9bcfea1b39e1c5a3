// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLPool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;

/** As {@link VertxUri}, made as up to 4.5. */
final class VertxPgPoolUri extends VertxClient {

  VertxPgPoolUri(Options options) {
    this(options, Vertx.vertx());
  }

  private VertxPgPoolUri(Options options, Vertx vertx) {
    super(vertx, pool(options, vertx));
  }

  private static Pool pool(Options options, Vertx vertx) {
    return options.text("url").startsWith("mysql:")
        ? MySQLPool.pool(vertx, servers(options, MySQLConnectOptions::fromUri), size(options))
        : PgPool.pool(vertx, servers(options, PgConnectOptions::fromUri), size(options));
  }
}
