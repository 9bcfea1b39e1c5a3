// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Jars;
import dev.leasehold.testbed.kubernetes.KeptLogs;
import dev.leasehold.testbed.process.Secrets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A pod whose agent reads a Secret that a kubelet has mounted. Nobody in the pod talks to Vault, as
 * where an operator writes the Secret.
 */
abstract class NodeSecrets {

  private static final int CHANGES = 2;
  private static final Duration BOUND = Duration.ofMinutes(3);

  private static final String MANIFEST =
      "integration-tests/src/test/resources/dev/leasehold/it/node/secret-orders.yaml";

  @BeforeAll
  static void start() {
    String password = makeRole(0);
    shop()
        .kubectl(
            "secret-orders",
            "create",
            "secret",
            "generic",
            "orders-db",
            "--from-literal=username=" + role(0),
            "--from-literal=password=" + password);
    shop()
        .injectAndApply(Jars.built(MANIFEST), "--creds=file:/etc/db", "--url=" + shop().jdbcUrl());
  }

  private static Shop shop() {
    return NodeIT.shop();
  }

  private static String role(int number) {
    return "v-secret-" + number;
  }

  private static String makeRole(int number) {
    String password = Secrets.random();
    shop()
        .postgres()
        .query(
            "CREATE ROLE \"%s\" LOGIN PASSWORD '%s' IN ROLE app_rw"
                .formatted(role(number), password));
    return password;
  }

  @Test
  void aMountedSecretIsFollowedWithoutAFailedQuery() {
    shop()
        .kubectl("secret-orders", "rollout", "status", "deployment/secret-orders", NodeIT.PATIENCE);
    try (KeptLogs log = shop().node().keepLogs(Shop.NAMESPACE, "secret-orders", "orders")) {
      awaitOrders(role(0));
      for (int change = 1; change <= CHANGES; change++) {
        changeSecret(change);
        awaitOrders(role(change));
        String before = role(change - 1);
        Eventually.holds(
            "no session of " + before,
            BOUND,
            () -> !shop().postgres().sessions().containsKey(before));
        shop().postgres().dropRole(before);
      }
      shop().kubectl("secret-orders", "scale", "deployment/secret-orders", "--replicas=0");
      Eventually.holds("the end", BOUND, () -> last(log).endsWith(" ended"));
      assertThat(log.lines())
          .noneMatch(line -> line.startsWith("failed: "))
          .filteredOn(line -> line.contains(" is current: role " + role(CHANGES)))
          .hasSize(1);
      long orders = shop().orders("secret").values().stream().mapToLong(Long::longValue).sum();
      System.out.println("secret-orders: " + last(log));
      assertThat(last(log)).isEqualTo("queries=" + orders + " failed=0 ended");
      assertThat(shop().failures("secret")).as("failed logins and statements").isEmpty();
    }
  }

  private static String last(KeptLogs log) {
    List<String> lines = log.lines();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  /** The kubelet looks at a pod anew when an annotation of it changes, and else each minute. */
  private static void changeSecret(int change) {
    String data = "{\"stringData\":{\"username\":\"%s\",\"password\":\"%s\"}}";
    String patch = data.formatted(role(change), makeRole(change));
    shop().kubectl("secret-orders", "patch", "secret/orders-db", "--patch=" + patch);
    shop()
        .kubectl(
            "secret-orders",
            "annotate",
            "pods",
            "--selector=app=secret-orders",
            "--overwrite",
            "example.com/secret=" + change);
  }

  private static void awaitOrders(String role) {
    Eventually.holds("orders by " + role, BOUND, () -> shop().orders("secret").containsKey(role));
  }
}
