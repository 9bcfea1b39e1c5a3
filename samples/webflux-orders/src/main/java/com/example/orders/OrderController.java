// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/orders")
class OrderController {

  private final OrderService service;

  OrderController(OrderService service) {
    this.service = service;
  }

  @GetMapping
  Flux<Order> latest(@RequestParam(required = false) String customer) {
    return service.latest(customer);
  }

  @GetMapping("/{id}")
  Mono<Order> byId(@PathVariable long id) {
    return service
        .byId(id)
        .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Mono<Order> place(@RequestBody OrderRequest request) {
    return service.place(request);
  }

  @PostMapping("/slow")
  @ResponseStatus(HttpStatus.CREATED)
  Mono<Order> placeSlowly(@RequestBody OrderRequest request, @RequestParam double seconds) {
    return service.placeSlowly(request, seconds);
  }
}
