// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

import java.time.Instant;

/** The body of POST /orders. */
record OrderRequest(String customer, String article, int quantity) {

  Order toOrder() {
    return new Order(null, customer, article, quantity, Instant.now());
  }
}
