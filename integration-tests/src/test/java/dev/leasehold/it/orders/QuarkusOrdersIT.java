// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
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
            bed.postgres().url().replaceFirst("^jdbc:", ""),
            "LEASEHOLD_METRICS_MICROMETER",
            "on"));
  }

  /** By the extension of Quarkus for Micrometer, which is as it is. */
  @Override
  void assertShown(HttpOrders orders) {
    Eventually.holds(
        "the second generation among the application's metrics",
        Duration.ofSeconds(60),
        () -> orders.page("/q/metrics").contains("leasehold_generation{binding=\"default\"} 2.0"));
    assertThat(orders.page("/q/metrics")).contains("jvm_threads_live_threads");
  }
}
