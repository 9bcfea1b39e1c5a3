// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class R2dbcPool implements Client {

  private final ConnectionPool pool;

  R2dbcPool(Options options) {
    this(options, server(options).option(ConnectionFactoryOptions.DRIVER, "postgresql"));
  }

  R2dbcPool(Options options, ConnectionFactoryOptions.Builder factory) {
    this.pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(ConnectionFactories.get(factory.build()))
                .initialSize(1)
                .maxSize(options.number("pool-size"))
                .build());
  }

  /**
   * Returns the place of the server and the login, without a driver; without a database if none is
   * named. Of several servers one after the other is tried.
   */
  static ConnectionFactoryOptions.Builder server(Options options) {
    URI server = options.server();
    ConnectionFactoryOptions.Builder builder =
        ConnectionFactoryOptions.builder()
            .option(ConnectionFactoryOptions.USER, options.text("user"))
            .option(ConnectionFactoryOptions.PASSWORD, options.text("password"));
    if (server.getHost() == null) {
      builder
          .option(ConnectionFactoryOptions.PROTOCOL, "failover")
          .option(ConnectionFactoryOptions.HOST, server.getAuthority());
    } else {
      builder
          .option(ConnectionFactoryOptions.HOST, server.getHost())
          .option(ConnectionFactoryOptions.PORT, server.getPort());
    }
    String database = server.getPath().substring(1);
    return database.isEmpty()
        ? builder
        : builder.option(ConnectionFactoryOptions.DATABASE, database);
  }

  @Override
  public CompletableFuture<Session> borrow() {
    return pool.create().<Session>map(R2dbcSession::new).toFuture();
  }

  @Override
  public void close() {
    pool.dispose();
  }

  static final class R2dbcSession implements Session {

    private final Connection connection;

    R2dbcSession(Connection connection) {
      this.connection = connection;
    }

    @Override
    public CompletableFuture<Object> query(String sql) {
      return Flux.from(connection.createStatement(sql).execute())
          .concatMap(result -> result.map((row, metadata) -> row.get(0)))
          .next()
          .toFuture();
    }

    @Override
    public CompletableFuture<Void> begin() {
      return done(connection.beginTransaction());
    }

    @Override
    public CompletableFuture<Void> commit() {
      return done(connection.commitTransaction());
    }

    @Override
    public CompletableFuture<Void> release() {
      return done(connection.close());
    }

    private static CompletableFuture<Void> done(Publisher<Void> publisher) {
      return Mono.from(publisher).toFuture();
    }
  }
}
