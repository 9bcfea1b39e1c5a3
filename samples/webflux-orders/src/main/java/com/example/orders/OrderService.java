// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Service
class OrderService {

  private final OrderRepository orders;

  OrderService(OrderRepository orders) {
    this.orders = orders;
  }

  @Transactional(readOnly = true)
  public Flux<Order> latest(String customer) {
    return customer == null
        ? orders.findTop20ByOrderByIdDesc()
        : orders.findTop20ByCustomerOrderByIdDesc(customer);
  }

  @Transactional(readOnly = true)
  public Mono<Order> byId(long id) {
    return orders.findById(id);
  }

  @Transactional
  public Mono<Order> place(OrderRequest request) {
    return orders.save(request.toOrder());
  }

  /** Writes at the start and at the end of a transaction that stays open in between. */
  @Transactional
  public Mono<Order> placeSlowly(OrderRequest request, double seconds) {
    return orders
        .save(request.toOrder())
        .then(orders.hold(seconds))
        .then(Mono.defer(() -> orders.save(request.toOrder())));
  }
}
