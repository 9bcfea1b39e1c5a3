// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.concurrent.CompletableFuture;

/** The connection of a subscriber to notifications, which that opens and keeps. */
final class VertxSubscriber implements Client {

  private final Vertx vertx = Vertx.vertx();
  private final Options options;

  VertxSubscriber(Options options) {
    this.options = options;
  }

  @Override
  public CompletableFuture<Session> borrow() {
    PgSubscriber subscriber = PgSubscriber.subscriber(vertx, VertxClient.server(options));
    return VertxClient.told(
        subscriber
            .connect()
            .map(connected -> new VertxClient.VertxSession(subscriber.actualConnection())));
  }

  @Override
  public void close() {
    VertxClient.told(vertx.close()).join();
  }
}
