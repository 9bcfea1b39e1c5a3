// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class OrderService {

  private final OrderRepository orders;

  OrderService(OrderRepository orders) {
    this.orders = orders;
  }

  @Transactional(readOnly = true)
  public List<Order> latest(String customer) {
    return customer == null
        ? orders.findTop20ByOrderByIdDesc()
        : orders.findTop20ByCustomerOrderByIdDesc(customer);
  }

  @Transactional(readOnly = true)
  public Optional<Order> byId(long id) {
    return orders.findById(id);
  }

  @Transactional
  public Order place(OrderRequest request) {
    return orders.save(request.toOrder());
  }

  /** Writes at the start and at the end of a transaction that stays open in between. */
  @Transactional
  public Order placeSlowly(OrderRequest request, double seconds) {
    orders.saveAndFlush(request.toOrder());
    orders.hold(seconds);
    return orders.saveAndFlush(request.toOrder());
  }
}
