// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.it.orders.Customers;
import dev.leasehold.it.orders.OrdersClient;
import dev.leasehold.testbed.kubernetes.KeptLogs;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Samples that rotate as pods. The database says which role has placed which order. */
abstract class NodeRotations {

  private static final int ROTATIONS = 5;
  private static final Duration BOUND = Duration.ofMinutes(3);

  /** The sample counts two queries for each order. */
  private static final int QUERIES = 2;

  @BeforeAll
  static void start() {
    if (!NodeImages.has(NodeImages.PYTHON)) {
      return;
    }
    shop().admit("python-orders", "python");
    shop()
        .injectAndApply(
            NodeIT.MANIFESTS.resolve("python-orders.yaml"),
            "--url=" + shop().jdbcUrl(),
            NodeIT.ROTATE[0],
            NodeIT.ROTATE[1],
            "--set=drain-after=2s");
  }

  private static Shop shop() {
    return NodeIT.shop();
  }

  @Test
  void aDeploymentTakesOrdersThroughFiveRotations() {
    shop().kubectl("orders", "rollout", "status", "deployment/orders", NodeIT.PATIENCE);
    String address =
        shop()
            .kubectl("orders", "get", "pods", "-l", "app=orders", "-o", "jsonpath={..podIP}")
            .strip();
    URI orders = URI.create("http://" + address + ":8080/orders");
    HttpClient.Builder client = HttpClient.newBuilder().proxy(shop().node().proxy());
    try (SessionWatch sessions = SessionWatch.start(shop().postgres());
        Customers customers = Customers.of(new OrdersClient(orders, client))) {
      awaitRotations("orders");
      customers.close();
      System.out.println("orders: " + customers);
      assertThat(customers.failures()).isEmpty();
      assertThat(sum(shop().orders("orders"))) // A turn of three requests places three orders.
          .isEqualTo(customers.served())
          .isGreaterThan(ROTATIONS * 5L);
      assertThat(sessions.most()).as("sessions past their lease").isZero();
    }
    endWithoutRoles("orders", "orders");
  }

  @Test
  void theSidecarServesPythonThroughFiveRotations() {
    NodeImages.assume(NodeImages.PYTHON);
    shop()
        .kubectl("python-orders", "rollout", "status", "deployment/python-orders", NodeIT.PATIENCE);
    try (KeptLogs log = shop().node().keepLogs(Shop.NAMESPACE, "python-orders", "orders")) {
      awaitRotations("python");
      shop().awaitLine("python-orders", "leasehold-sidecar", line -> line.contains("SIGHUP was"));
      endWithoutRoles("python-orders", "python");
      List<String> lines = log.lines();
      String last = lines.get(lines.size() - 1);
      System.out.println("python-orders: " + last);
      assertThat(lines).allMatch(line -> line.matches("queries=\\d+ failed=0"));
      assertThat(last).isEqualTo("queries=" + QUERIES * sum(shop().orders("python")) + " failed=0");
    }
  }

  /** Waits until so many roles more than the first have placed orders. */
  private static void awaitRotations(String role) {
    Eventually.holds(
        ROTATIONS + " rotations of " + role, BOUND, () -> shop().orders(role).size() > ROTATIONS);
  }

  private static long sum(Map<String, Long> orders) {
    return orders.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Ends the pods as a scale-down does. */
  private static void endWithoutRoles(String deployment, String role) {
    assertThat(shop().roles(role)).isNotEmpty();
    assertThat(shop().failures(role)).as("failed logins and statements").isEmpty();
    shop().kubectl(deployment, "scale", "deployment/" + deployment, "--replicas=0");
    Eventually.holds("no role of " + deployment, BOUND, () -> shop().roles(role).isEmpty());
    assertThat(shop().failures(role))
        .as("failures but those of idle sessions that their application had not closed in time")
        .allMatch(line -> line.contains(" 57P01 ") && line.contains(" <idle> "));
  }
}
