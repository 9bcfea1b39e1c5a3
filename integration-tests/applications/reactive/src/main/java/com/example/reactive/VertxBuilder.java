// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import java.util.ArrayList;
import java.util.List;

/** A pool as it is built from 4.5 on, and by Quarkus. */
final class VertxBuilder extends VertxClient {

  VertxBuilder(Options options) {
    this(options, Vertx.vertx());
  }

  private VertxBuilder(Options options, Vertx vertx) {
    super(vertx, connecting(options.each()).with(size(options)).using(vertx).build());
  }

  /** Of several servers each new connection goes to the next server. */
  private static ClientBuilder<Pool> connecting(List<Options> servers) {
    if (servers.size() == 1) {
      return PgBuilder.pool().connectingTo(server(servers.get(0)));
    }
    List<SqlConnectOptions> each = new ArrayList<>();
    for (Options server : servers) {
      each.add(server(server));
    }
    return PgBuilder.pool().connectingTo(each);
  }
}
