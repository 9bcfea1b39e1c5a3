// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.leasehold.it.Eventually;
import dev.leasehold.it.Jars;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.testbed.kubernetes.KeptLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workloads of many pods: one after the other, and at once. The schedule runs meanwhile. With
 * {@code -Dleasehold.faults=all} ten pods replace ten, as two cores have enough to do with four.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class NodeWorkloads {

  private static final int PODS = "all".equals(System.getProperty("leasehold.faults")) ? 10 : 4;
  private static final int RUNS = 3;
  private static final Duration BOUND = Duration.ofMinutes(5);

  /** JVMs that start at once leave servers on two cores little time. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /** The last line of the program. */
  private static final Pattern ENDED = Pattern.compile("queries=(\\d+) failed=\\d+ ended");

  private static final String[] PATIENT = {
    "--set=first-credential-timeout=2m", "--set=vault.client-timeout=30s"
  };

  private static final String MANIFEST =
      "integration-tests/src/test/resources/dev/leasehold/it/node/steady-orders.yaml";

  @BeforeAll
  static void start() {
    shop().admit("orders-cron", "cron", LEASE);
    shop()
        .injectAndApply(
            NodeIT.MANIFESTS.resolve("orders-cron.yaml"),
            "--creds=database/creds/cron",
            "--role=orders-cron",
            "--url=" + shop().jdbcUrl(),
            PATIENT[0],
            PATIENT[1]);
    for (int run = 1; run < RUNS; run++) {
      shop()
          .kubectl(
              "orders-cron",
              "create",
              "job",
              "--from=cronjob/orders-cron",
              "orders-cron-by-hand-" + run);
    }
  }

  private static Shop shop() {
    return NodeIT.shop();
  }

  @Test
  @Order(1)
  void aRolloutUnderLoadFailsNothingAndLeavesNoRole(@TempDir Path directory) throws IOException {
    shop().admit("steady-orders", "steady", LEASE);
    try (KeptLogs logs = shop().node().keepLogs(Shop.NAMESPACE, "steady-orders", "orders");
        SessionWatch sessions = SessionWatch.start(shop().postgres())) {
      shop()
          .injectAndApply(
              Files.writeString(directory.resolve("steady-orders.yaml"), manifest()),
              "--creds=database/creds/steady",
              "--role=steady-orders",
              "--url=" + shop().jdbcUrl(),
              "--set=rotate-after=10s",
              PATIENT[0],
              PATIENT[1]);
      rollOut();
      shop().kubectl("steady-orders", "rollout", "restart", "deployment/steady-orders");
      rollOut();
      Eventually.holds("the first pods are gone", BOUND, () -> ended(logs) == PODS);
      shop().kubectl("steady-orders", "scale", "deployment/steady-orders", "--replicas=0");
      Eventually.holds("all pods are gone", BOUND, () -> ended(logs) == 2 * PODS);
      Eventually.holds("no role is left", BOUND, () -> shop().roles("steady").isEmpty());
      hasFailedNothing(logs);
      assertThat(sessions.most()).as("sessions past their lease").isZero();
    }
  }

  private static String manifest() throws IOException {
    String ten = Files.readString(Jars.built(MANIFEST));
    assertThat(ten).contains("replicas: 10");
    return ten.replace("replicas: 10", "replicas: " + PODS);
  }

  private static void rollOut() {
    shop()
        .kubectl(
            "steady-orders", "rollout", "status", "deployment/steady-orders", "--timeout=280s");
  }

  private static long ended(KeptLogs logs) {
    return logs.lines().stream().filter(line -> ENDED.matcher(line).matches()).count();
  }

  private static void hasFailedNothing(KeptLogs logs) {
    Collection<List<String>> byPod = logs.byFile().values();
    assertThat(byPod).hasSize(2 * PODS);
    assertThat(byPod)
        .allSatisfy(
            lines ->
                assertThat(lines)
                    .noneMatch(line -> line.startsWith("failed: "))
                    .anyMatch(line -> line.matches("queries=[1-9]\\d* failed=0 ended")));
    long queries = logs.lines().stream().mapToLong(NodeWorkloads::endedWith).sum();
    long orders = shop().orders("steady").values().stream().mapToLong(Long::longValue).sum();
    assertThat(orders).as("orders in the database").isEqualTo(queries);
    assertThat(shop().orders("steady")).as("roles").hasSizeGreaterThanOrEqualTo(2 * PODS);
    assertThat(shop().failures("steady")).as("failed logins and statements").isEmpty();
    System.out.printf(
        "steady-orders: %d pods, %d orders as %d roles, none failed%n",
        byPod.size(), orders, shop().orders("steady").size());
  }

  private static long endedWith(String line) {
    Matcher ended = ENDED.matcher(line);
    return ended.matches() ? Long.parseLong(ended.group(1)) : 0;
  }

  @Test
  @Order(2)
  void aCronJobRunsThreeTimesAndLeavesNoRole() {
    Eventually.holds("three runs", BOUND, () -> completed().count() >= RUNS);
    Eventually.holds(
        "a run of the schedule", BOUND, () -> completed().anyMatch(NodeWorkloads::isOfTheSchedule));
    String suspended = "--patch={\"spec\":{\"suspend\":true}}";
    shop().kubectl("orders-cron", "patch", "cronjob/orders-cron", suspended);
    Eventually.holds("no run is under way", BOUND, () -> active() == 0);
    List<String> log = shop().log("orders-cron", "batch");
    assertThat(log).filteredOn(NodeIT.DONE::equals).hasSizeGreaterThanOrEqualTo(RUNS);
    assertThat(log).noneMatch(line -> line.startsWith("FAILED "));
    assertThat(log)
        .filteredOn(line -> line.contains("generation 1 is current: role "))
        .hasSizeGreaterThanOrEqualTo(RUNS);
    assertThat(shop().orders("cron")).as("roles").hasSizeGreaterThanOrEqualTo(RUNS);
    assertThat(shop().roles("cron")).as("roles left").isEmpty();
    shop().kubectl("orders-cron", "delete", "cronjob/orders-cron");
  }

  /** The Jobs that are done, of the schedule and by hand. */
  private static Stream<JsonNode> completed() {
    return jobs().filter(job -> job.at("/status/succeeded").asInt() == 1);
  }

  /** {@code kubectl create job} marks jobs that it makes by hand. */
  private static boolean isOfTheSchedule(JsonNode job) {
    return !job.path("metadata").path("annotations").has("cronjob.kubernetes.io/instantiate");
  }

  private static long active() {
    return jobs().filter(job -> job.at("/status/active").asInt() > 0).count();
  }

  private static Stream<JsonNode> jobs() {
    String path = "/apis/batch/v1/namespaces/" + Shop.NAMESPACE + "/jobs";
    JsonNode items = shop().cluster().api().read(path).path("items");
    return StreamSupport.stream(items.spliterator(), false)
        .filter(job -> job.at("/metadata/labels/app").asText().equals("orders-cron"));
  }
}
