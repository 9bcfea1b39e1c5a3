// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.orders.Customers;
import dev.leasehold.it.orders.HttpOrders;
import dev.leasehold.it.orders.OrdersJar;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The samples as they are, with a static account that does not exist in the database. */
class SamplesIT {

  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final String ORDERS = "samples/spring-boot-orders/target/spring-boot-orders.jar";

  /** How often a file changes in each way. */
  private static final int CHANGES = Math.min(100, Integer.getInteger("leasehold.rotations", 1));

  /** One after the other: each takes the place of the file that the kind before has left. */
  private static final List<CredentialFile.Kind> KINDS = List.of(CredentialFile.Kind.values());

  private static final String PROMETHEUS = "/actuator/prometheus";
  private static final Pattern ROTATED =
      Pattern.compile(
          "^leasehold_rotations_total\\{binding=\"default\",result=\"success\"} ([2-9]|1\\d)",
          Pattern.MULTILINE);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() throws IOException {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    bed.postgres()
        .executeAsOwner(Files.readString(Jars.built("samples/spring-boot-orders/schema.sql")));
  }

  @Test
  void runTheBatchThroughARotation() throws IOException {
    try (Application batch = startBatch(settings(), 30)) {
      assertThat(batch.awaitExit(BOUND)).as("exit code").isZero();
      assertThat(batch.output().all()).anyMatch(line -> line.matches("queries=\\d+ failed=0"));
      assertThat(batch.errors().all()).anyMatch(line -> line.contains("generation 2 is current"));
    }
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  /** Runs it for so many seconds; until it is ended with 0. */
  private static Application startBatch(Map<String, String> settings, int seconds)
      throws IOException {
    Path properties = Jars.scratch("batch").resolve("application.properties");
    Files.writeString(
        properties,
        "jdbc.url="
            + bed.postgres().url()
            + "\njdbc.user=batch\njdbc.password=static\nthreads=3\nseconds="
            + seconds
            + "\n");
    properties.toFile().deleteOnExit();
    Path jar = Jars.built("samples/plain-jdbc/target/plain-jdbc.jar");
    return Application.start(settings, List.of("-jar", jar.toString(), properties.toString()));
  }

  @Test
  void serveOrdersOverHttpThroughARotation() throws Exception {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_METRICS_MICROMETER", "on");
    try (HttpOrders orders = HttpOrders.start(ordersJar(), settings)) {
      assertThat(orders.place().statusCode()).isEqualTo(201);
      String role = orders.awaitGeneration(2);
      assertThat(orders.place().statusCode()).isEqualTo(201);
      Eventually.holds(
          "the second rotation among the application's metrics",
          BOUND,
          () -> ROTATED.matcher(orders.page(PROMETHEUS)).find());
      assertThat(orders.page(PROMETHEUS))
          .contains(
              "hikaricp_connections{",
              "leasehold_ready{binding=\"default\"} 1.0",
              "leasehold_lease_remaining_seconds{binding=\"default\"}",
              "leasehold_logins_total{result=\"success\"} 1.0",
              "leasehold_fetch_duration_seconds_sum{binding=\"default\"}")
          .doesNotContain(role);
      orders.stop();
    }
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  @Test
  void runTheBatchThroughChangesOfItsFile() throws IOException {
    CredentialFile file = new CredentialFile(KINDS.get(0));
    CredentialChanges roles = new CredentialChanges(bed.postgres(), "batch", file, KINDS.get(0));
    try (Application batch = startBatch(Map.of("LEASEHOLD_CREDS", file.location()), 0)) {
      roles.awaitFirst(batch.errors());
      changeOften(roles, batch.errors());
      String placed = placedByBatch();
      Eventually.holds("the batch goes on", BOUND, () -> !placedByBatch().equals(placed));
      assertThat(batch.output().all())
          .as("a line for each query that failed")
          .noneMatch(line -> line.startsWith("FAILED"));
    }
    roles.end();
  }

  private static String placedByBatch() {
    return bed.postgres().query("SELECT count(*) FROM orders WHERE customer = 'batch'").toString();
  }

  @Test
  void serveOrdersThroughChangesOfTheFileWithHikari() {
    serveThroughChanges("hikari", List.of("-jar", Jars.built(ORDERS).toString()));
  }

  /** The same jar, with Tomcat's own pool beside it. */
  @Test
  void serveOrdersThroughChangesOfTheFileWithTomcatsPool() {
    String pool =
        Jars.library("tomcat-jdbc-10.1.55").map(Path::toString).collect(Collectors.joining(","));
    serveThroughChanges(
        "tomcat",
        List.of(
            "-Dloader.path=" + pool,
            "-Dspring.datasource.type=org.apache.tomcat.jdbc.pool.DataSource",
            "-cp",
            Jars.built(ORDERS).toString(),
            "org.springframework.boot.loader.launch.PropertiesLauncher"));
  }

  private static void serveThroughChanges(String name, List<String> arguments) {
    CredentialFile file = new CredentialFile(KINDS.get(0));
    CredentialChanges roles = new CredentialChanges(bed.postgres(), name, file, KINDS.get(0));
    Map<String, String> settings = Map.of("LEASEHOLD_CREDS", file.location());
    try (HttpOrders orders = HttpOrders.start(ordersJar(), settings, arguments);
        Customers customers = Customers.of(orders)) {
      roles.awaitFirst(orders.log());
      changeOften(roles, orders.log());
      customers.close();
      System.out.println(name + ": " + customers);
      assertThat(customers.failures()).isEmpty();
      assertThat(customers.served()).isGreaterThan(CHANGES * 5L);
      assertThat(orders.page(PROMETHEUS).contains("hikaricp_")).isEqualTo(name.equals("hikari"));
      orders.stop();
    }
    roles.end();
  }

  private static void changeOften(CredentialChanges roles, Lines log) {
    for (CredentialFile.Kind kind : KINDS) {
      if (kind != KINDS.get(0)) {
        long ignored = roles.change(kind, log); // Takes the place of another kind: none of its own.
      }
      for (int i = 0; i < CHANGES; i++) {
        long ignored = roles.change(kind, log);
      }
    }
    assertThat(log.all()).noneMatch(line -> line.contains(" ERROR ") || line.contains("aborted"));
  }

  private static OrdersJar ordersJar() {
    return new OrdersJar(
        ORDERS,
        Pattern.compile("Tomcat started on port (\\d+)"),
        Map.of("SERVER_PORT", "0", "SPRING_DATASOURCE_URL", bed.postgres().url()));
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }
}
