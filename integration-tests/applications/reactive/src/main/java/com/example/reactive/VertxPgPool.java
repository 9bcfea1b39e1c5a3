// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgPool;

/** A pool as it is made up to 4.5. */
final class VertxPgPool extends VertxClient {

  VertxPgPool(Options options) {
    this(options, Vertx.vertx());
  }

  private VertxPgPool(Options options, Vertx vertx) {
    super(vertx, PgPool.pool(vertx, server(options), size(options)));
  }
}
