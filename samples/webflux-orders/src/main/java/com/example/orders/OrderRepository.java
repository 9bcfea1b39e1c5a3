// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.r2dbc.repository.R2dbcRepository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

interface OrderRepository extends R2dbcRepository<Order, Long> {

  Flux<Order> findTop20ByCustomerOrderByIdDesc(String customer);

  Flux<Order> findTop20ByOrderByIdDesc();

  @Query("SELECT 1 FROM pg_sleep(:seconds)")
  Mono<Integer> hold(double seconds);
}
