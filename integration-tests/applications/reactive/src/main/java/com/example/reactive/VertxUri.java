// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.List;

/** A pool that is told of its servers by URIs, a bar between two: PostgreSQL's or MySQL's. */
final class VertxUri extends VertxClient {

  VertxUri(Options options) {
    this(options, servers(options), Vertx.vertx());
  }

  private VertxUri(Options options, List<SqlConnectOptions> servers, Vertx vertx) {
    super(vertx, pool(options).with(size(options)).connectingTo(servers).using(vertx).build());
  }

  private static boolean isMysql(Options options) {
    return options.text("url").startsWith("mysql:");
  }

  private static ClientBuilder<Pool> pool(Options options) {
    return isMysql(options) ? MySQLBuilder.pool() : PgBuilder.pool();
  }

  private static List<SqlConnectOptions> servers(Options options) {
    return servers(
        options, isMysql(options) ? MySQLConnectOptions::fromUri : PgConnectOptions::fromUri);
  }
}
