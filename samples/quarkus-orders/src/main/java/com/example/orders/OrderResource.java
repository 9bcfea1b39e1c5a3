// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Takes orders over HTTP. */
@Path("/orders")
public class OrderResource {

  private final Orders orders;

  OrderResource(Orders orders) {
    this.orders = orders;
  }

  @GET
  public Uni<List<Order>> latest(@RestQuery String customer) {
    return customer == null ? orders.latest() : orders.latestOf(customer);
  }

  @GET
  @Path("/{id}")
  public Uni<Order> byId(@RestPath long id) {
    return orders.byId(id).onItem().ifNull().failWith(NotFoundException::new);
  }

  @POST
  @ResponseStatus(201)
  public Uni<Order> place(OrderRequest request) {
    return orders.place(request);
  }

  @POST
  @Path("/slow")
  @ResponseStatus(201)
  public Uni<Order> placeSlowly(OrderRequest request, @RestQuery double seconds) {
    return orders.placeSlowly(request, seconds);
  }
}
