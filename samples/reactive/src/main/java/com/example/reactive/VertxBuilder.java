package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;

/** A pool as it is built from 4.5 on, and by Quarkus. */
final class VertxBuilder extends VertxClient {

  VertxBuilder(Options options) {
    this(options, Vertx.vertx());
  }

  private VertxBuilder(Options options, Vertx vertx) {
    super(
        vertx,
        PgBuilder.pool().connectingTo(server(options)).with(size(options)).using(vertx).build());
  }
}
