// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import dev.leasehold.testbed.TestBed;
import java.util.Map;
import java.util.regex.Pattern;

/** Spring WebFlux and Spring Data R2DBC with the pool that Spring Boot sets up. */
class WebFluxOrdersIT extends ReactiveOrders {

  @Override
  OrdersJar jar(TestBed bed) {
    return new OrdersJar(
        "samples/webflux-orders/target/webflux-orders.jar",
        Pattern.compile("Netty started on port (\\d+)"),
        Map.of(
            "SERVER_PORT",
            "0",
            "SPRING_R2DBC_URL",
            bed.postgres().url().replaceFirst("^jdbc:", "r2dbc:")));
  }
}
