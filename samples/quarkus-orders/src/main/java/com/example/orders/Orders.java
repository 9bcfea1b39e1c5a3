// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.StreamSupport;

/** The orders in the database. */
@ApplicationScoped
class Orders {

  private static final String COLUMNS = "id, customer, article, quantity, created_at";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM orders ";
  private static final String LATEST = "ORDER BY id DESC LIMIT 20";

  private final Pool pool;

  Orders(Pool pool) {
    this.pool = pool;
  }

  Uni<List<Order>> latest() {
    return pool.query(SELECT + LATEST).execute().map(Orders::orders);
  }

  Uni<List<Order>> latestOf(String customer) {
    return pool.preparedQuery(SELECT + "WHERE customer = $1 " + LATEST)
        .execute(Tuple.of(customer))
        .map(Orders::orders);
  }

  Uni<Order> byId(long id) {
    return pool.preparedQuery(SELECT + "WHERE id = $1")
        .execute(Tuple.of(id))
        .map(rows -> orders(rows).stream().findFirst().orElse(null));
  }

  Uni<Order> place(OrderRequest request) {
    return insert(pool, request);
  }

  /** Writes at the start and at the end of a transaction that stays open in between. */
  Uni<Order> placeSlowly(OrderRequest request, double seconds) {
    return pool.withTransaction(
        connection ->
            insert(connection, request)
                .chain(
                    () ->
                        connection
                            .preparedQuery("SELECT 1 FROM pg_sleep($1)")
                            .execute(Tuple.of(seconds)))
                .chain(() -> insert(connection, request)));
  }

  private static Uni<Order> insert(SqlClient client, OrderRequest request) {
    return client
        .preparedQuery(
            "INSERT INTO orders (customer, article, quantity) VALUES ($1, $2, $3) RETURNING "
                + COLUMNS)
        .execute(Tuple.of(request.customer(), request.article(), request.quantity()))
        .map(rows -> order(rows.iterator().next()));
  }

  private static List<Order> orders(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(Orders::order).toList();
  }

  private static Order order(Row row) {
    return new Order(
        row.getLong("id"),
        row.getString("customer"),
        row.getString("article"),
        row.getInteger("quantity"),
        row.getOffsetDateTime("created_at"));
  }
}
