// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The samples as they are, with a static account that does not exist in the database. */
class SamplesIT {

  private static final Duration BOUND = Duration.ofSeconds(90);
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
    Path settings = Jars.scratch("batch").resolve("application.properties");
    Files.writeString(
        settings,
        "jdbc.url="
            + bed.postgres().url()
            + "\njdbc.user=batch\njdbc.password=static\nthreads=3\nseconds=30\n");
    settings.toFile().deleteOnExit();
    Path jar = Jars.built("samples/plain-jdbc/target/plain-jdbc.jar");
    try (Application batch =
        Application.start(settings(), List.of("-jar", jar.toString(), settings.toString()))) {
      assertThat(batch.awaitExit(BOUND)).as("exit code").isZero();
      assertThat(batch.output().all()).anyMatch(line -> line.matches("queries=\\d+ failed=0"));
      assertThat(batch.errors().all()).anyMatch(line -> line.contains("generation 2 is current"));
    }
    assertThat(bed.postgres().ephemeralRoles()).isEmpty();
  }

  @Test
  void serveOrdersOverHttpThroughARotation() throws Exception {
    OrdersJar jar =
        new OrdersJar(
            "samples/spring-boot-orders/target/spring-boot-orders.jar",
            Pattern.compile("Tomcat started on port (\\d+)"),
            Map.of("SERVER_PORT", "0", "SPRING_DATASOURCE_URL", bed.postgres().url()));
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_METRICS_MICROMETER", "on");
    try (HttpOrders orders = HttpOrders.start(jar, settings)) {
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

  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }
}
