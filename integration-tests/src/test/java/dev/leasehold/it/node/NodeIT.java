// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.it.Jars;
import dev.leasehold.testbed.kubernetes.KubernetesNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pods that {@code leasehold inject} has changed, run by a kubelet. */
class NodeIT {

  private static final int ROTATIONS = 2;

  /** The last line of the Job. */
  static final String DONE = "queries=300 failed=0";

  static final String PATIENCE = "--timeout=180s";
  static final Path MANIFESTS = Jars.built("deploy/kubernetes");
  static final String[] ROTATE = {"--set=rotate-after=4s", "--set=margin=2s"};

  private static Optional<Shop> open = Optional.empty();

  /** All pods start at once, as two cores are slow. */
  @BeforeAll
  static void start() {
    Optional<String> obstacle = KubernetesNode.obstacle();
    Assumptions.assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    Shop shop = Shop.open();
    open = Optional.of(shop);
    shop.admit("orders", "orders");
    shop.admit("go-orders", "go");
    shop.admit("orders-batch", "batch");
    shop.injectAndApply(
        MANIFESTS.resolve("orders.yaml"),
        "--creds=database/creds/orders",
        "--role=orders",
        "--url=" + shop.jdbcUrl(),
        ROTATE[0],
        ROTATE[1]);
    if (NodeImages.has(NodeImages.GO)) {
      shop.injectAndApply(
          MANIFESTS.resolve("go-orders.yaml"), ROTATE[0], ROTATE[1], "--set=drain-after=1s");
    }
  }

  @AfterAll
  static void leavesNothingOnTheMachine() {
    if (open.isPresent()) {
      assertThat(shop().node().remains()).as("a node that runs").isNotEmpty();
      shop().close();
      assertThat(shop().node().remains()).as("a node that is closed").isEmpty();
    }
  }

  static Shop shop() {
    return open.orElseThrow();
  }

  @Test
  void theSidecarServesAProgramOffTheJvmThroughRotations() {
    NodeImages.assume(NodeImages.GO);
    shop().kubectl("go-orders", "rollout", "status", "deployment/go-orders", PATIENCE);
    int first = generations("go-orders", "leasehold-sidecar") + 1;
    awaitGeneration("go-orders", "leasehold-sidecar", first + ROTATIONS);
    shop().awaitLine("go-orders", "leasehold-sidecar", line -> line.contains("SIGHUP was sent"));
    List<String> log = shop().log("go-orders", "orders");
    System.out.println("go-orders: " + log.get(log.size() - 1));
    assertThat(log).isNotEmpty().allMatch(line -> line.matches("queries=\\d+ failed=0"));
    assertThat(log.get(log.size() - 1)).doesNotStartWith("queries=0 ");
    evictWithoutRoles("go-orders", "go");
  }

  @Test
  void aJobCompletesAndLeavesNoRole() {
    shop()
        .injectAndApply(
            MANIFESTS.resolve("orders-batch.yaml"),
            "--creds=database/creds/batch",
            "--role=orders-batch",
            "--url=" + shop().jdbcUrl());
    shop()
        .kubectl("orders-batch", "wait", "--for=condition=Complete", "job/orders-batch", PATIENCE);
    assertThat(shop().log("orders-batch", "batch")).contains(DONE);
    assertThat(shop().log("orders-batch", "batch"))
        .anyMatch(line -> line.contains("generation 1 is current"));
    assertThat(shop().roles("batch")).isEmpty();
  }

  /** The program ends at once, so that the kubelet ends the sidecar. */
  @Test
  void aJobWithTheSidecarCompletesAndLeavesNoRole(@TempDir Path directory) throws IOException {
    String manifest =
        Shop.batch("short").replaceFirst("args: .*", "command: [/java/bin/java, -version]");
    shop()
        .injectAndApply(
            Files.writeString(directory.resolve("short.yaml"), manifest),
            "--mode=sidecar",
            "--creds=database/creds/batch",
            "--role=orders-batch");
    shop().kubectl("short", "wait", "--for=condition=Complete", "job/short", PATIENCE);
    assertThat(shop().log("short", "leasehold-sidecar"))
        .anyMatch(line -> line.contains("generation 1 is current"));
    assertThat(shop().roles("batch")).isEmpty();
  }

  /** A JVM prints the options that it has got. */
  @Test
  void aJvmGetsTheOptionsOfAConfigMapAndTheAgent(@TempDir Path directory) throws IOException {
    String agent = " -javaagent:/leasehold/leasehold-agent.jar";
    shop()
        .injectAndApply(
            Files.writeString(directory.resolve("options.yaml"), optionsFromElsewhere()),
            "--creds=database/creds/batch",
            "--role=orders-batch",
            "--url=" + shop().jdbcUrl());
    shop().kubectl("options", "wait", "--for=condition=Complete", "job/options", PATIENCE);
    assertThat(shop().log("options", "batch"))
        .contains("Picked up JAVA_TOOL_OPTIONS: -Dgiven.by=source" + agent);
    assertThat(shop().log("options", "second"))
        .contains("Picked up JAVA_TOOL_OPTIONS: -Dgiven.by=value" + agent);
  }

  /** Returns a Job of two containers, and the ConfigMap that both take options from. */
  private static String optionsFromElsewhere() {
    String job = Shop.batch("options");
    int end = job.indexOf("      volumes:\n");
    String java = "command: [/java/bin/java, -version]\n          ";
    String container =
        job.substring(job.indexOf("        - name: batch\n"), end)
            .replaceFirst("args: .*", java + "ENVIRONMENT");
    String bySource = "envFrom: [{configMapRef: {name: options}}]";
    String byValue =
        "env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {configMapKeyRef: {name: options, key: other}}}]";
    return job.substring(0, job.indexOf("        - name: batch\n"))
        + container.replace("ENVIRONMENT", bySource)
        + container.replace("ENVIRONMENT", byValue).replace("name: batch\n", "name: second\n")
        + job.substring(end)
        + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: options}\n"
        + "data: {JAVA_TOOL_OPTIONS: -Dgiven.by=source, other: -Dgiven.by=value}\n";
  }

  @Test
  void theNamespaceTakesNoPodBelowRestricted() {
    assertThatThrownBy(
            () ->
                shop().kubectl("bare", "run", "bare", "--image=registry.example.com/go-pgx:0.1.0"))
        .hasStackTraceContaining("violates PodSecurity \"restricted");
  }

  private static int generations(String application, String container) {
    return (int)
        shop().log(application, container).stream()
            .filter(line -> line.contains(" is current: role "))
            .count();
  }

  private static void awaitGeneration(String application, String container, int number) {
    String current = "generation " + number + " is current: role ";
    shop().awaitLine(application, container, line -> line.contains(current));
  }

  /** Ends the pods as the drain of a node does; the next pods find none to run on. */
  private static void evictWithoutRoles(String deployment, String role) {
    assertThat(shop().roles(role)).isNotEmpty();
    try {
      shop()
          .kubectl(
              deployment,
              "drain",
              "node",
              "--delete-emptydir-data",
              "--timeout=180s",
              "--pod-selector=app=" + deployment);
      assertThat(shop().roles(role)).as("roles when the node is drained").isEmpty();
      shop().kubectl(deployment, "scale", "deployment/" + deployment, "--replicas=0");
    } finally {
      shop().kubectl(deployment, "uncordon", "node"); // For the tests after this test.
    }
  }

  /** On this node, as are the classes below. */
  @Nested
  class Rotations extends NodeRotations {}

  @Nested
  class Workloads extends NodeWorkloads {}

  @Nested
  class SecretVolumes extends NodeSecrets {}

  @Nested
  class Refusals extends NodeRefusals {}

  @Nested
  class Ends extends NodeEnds {}
}
