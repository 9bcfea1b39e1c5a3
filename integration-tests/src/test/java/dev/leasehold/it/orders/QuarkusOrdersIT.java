// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import dev.leasehold.testbed.TestBed;
import java.util.Map;
import java.util.regex.Pattern;

/** Quarkus and its reactive data source, from the class loader of its own runner. */
class QuarkusOrdersIT extends ReactiveOrders {

  @Override
  OrdersJar jar(TestBed bed) {
    return new OrdersJar(
        "samples/quarkus-orders/target/quarkus-app/quarkus-run.jar",
        Pattern.compile("Listening on: http://[^:]+:(\\d+)"),
        Map.of(
            "QUARKUS_HTTP_PORT",
            "0",
            "QUARKUS_DATASOURCE_REACTIVE_URL",
            bed.postgres().url().replaceFirst("^jdbc:", "")));
  }
}
