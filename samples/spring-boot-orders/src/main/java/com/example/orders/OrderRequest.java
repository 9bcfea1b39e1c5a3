// SPDX-License-Identifier: Apache-2.0
package com.example.orders;

/** The body of POST /orders. */
record OrderRequest(String customer, String article, int quantity) {

  Order toOrder() {
    return new Order(customer, article, quantity);
  }
}
