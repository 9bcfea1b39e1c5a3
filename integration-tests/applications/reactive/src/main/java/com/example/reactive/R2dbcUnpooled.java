// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;

/** A new connection each time, which its borrower keeps until it closes it. */
final class R2dbcUnpooled implements Client {

  private final ConnectionFactory factory;

  R2dbcUnpooled(Options options) {
    factory =
        ConnectionFactories.get(
            R2dbcPool.server(options)
                .option(ConnectionFactoryOptions.DRIVER, "postgresql")
                .build());
  }

  @Override
  public CompletableFuture<Session> borrow() {
    return Mono.from(factory.create()).<Session>map(R2dbcPool.R2dbcSession::new).toFuture();
  }

  @Override
  public void close() {}
}
