// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A pool of Vert.x, however it is made. */
abstract class VertxClient implements Client {

  private final Vertx vertx;
  private final Pool pool;

  VertxClient(Vertx vertx, Pool pool) {
    this.vertx = vertx;
    this.pool = pool;
  }

  static PgConnectOptions server(Options options) {
    URI server = options.server();
    return new PgConnectOptions()
        .setHost(server.getHost())
        .setPort(server.getPort())
        .setDatabase(server.getPath().substring(1))
        .setUser(options.text("user"))
        .setPassword(options.text("password"));
  }

  /** Returns the servers that the URIs lead to, a bar between two. */
  static <T extends SqlConnectOptions> List<T> servers(
      Options options, Function<String, ? extends T> parser) {
    List<T> servers = new ArrayList<>();
    for (String uri : options.text("url").split("\\|", -1)) {
      T server = parser.apply(uri);
      server.setUser(options.text("user")).setPassword(options.text("password"));
      servers.add(server);
    }
    return servers;
  }

  static PoolOptions size(Options options) {
    return new PoolOptions().setMaxSize(options.number("pool-size"));
  }

  static <T> CompletableFuture<T> told(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture();
  }

  @Override
  public CompletableFuture<Session> borrow() {
    return told(pool.getConnection().map(VertxSession::new));
  }

  @Override
  public void close() {
    told(pool.close()).join();
    told(vertx.close()).join();
  }

  static final class VertxSession implements Session {

    private final SqlConnection connection;
    private Transaction transaction;

    VertxSession(SqlConnection connection) {
      this.connection = connection;
    }

    @Override
    public CompletableFuture<Object> query(String sql) {
      return told(connection.query(sql).execute().map(rows -> first(rows.iterator())));
    }

    private static Object first(RowIterator<Row> rows) {
      return rows.hasNext() ? rows.next().getValue(0) : null;
    }

    @Override
    public CompletableFuture<Void> begin() {
      return told(connection.begin().onSuccess(begun -> transaction = begun).mapEmpty());
    }

    @Override
    public CompletableFuture<Void> commit() {
      return told(transaction.commit());
    }

    @Override
    public CompletableFuture<Void> release() {
      return told(connection.close());
    }
  }
}
