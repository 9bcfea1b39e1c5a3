// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders")
class OrderController {

  private final OrderService service;

  OrderController(OrderService service) {
    this.service = service;
  }

  @GetMapping
  List<Order> latest(@RequestParam(required = false) String customer) {
    return service.latest(customer);
  }

  @GetMapping("/{id}")
  ResponseEntity<Order> byId(@PathVariable long id) {
    return ResponseEntity.of(service.byId(id));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Order place(@RequestBody OrderRequest request) {
    return service.place(request);
  }

  @PostMapping("/slow")
  @ResponseStatus(HttpStatus.CREATED)
  Order placeSlowly(@RequestBody OrderRequest request, @RequestParam double seconds) {
    return service.placeSlowly(request, seconds);
  }
}
