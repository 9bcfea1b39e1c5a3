// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Jars;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The promises for an application that never blocks, from its customers' requests to the database's
 * sessions. It is configured with an account that does not exist, and with the pool of its
 * framework's defaults.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class ReactiveOrders {

  private static final int ROTATIONS = Integer.getInteger("leasehold.rotations", 5);
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String STATIC_ACCOUNT = "orders_app";

  @AutoClose private TestBed bed;

  /** Returns the application as it is told where its database is. */
  abstract OrdersJar jar(TestBed bed);

  /** Looks at the agent's data that the application shows, after a rotation. */
  void assertShown(HttpOrders orders) {}

  @BeforeAll
  void startServers() throws IOException {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofSeconds(12), Duration.ofMinutes(5)));
    bed.postgres()
        .executeAsOwner(Files.readString(Jars.built("samples/spring-boot-orders/schema.sql")));
  }

  @AfterEach
  void theStaticPasswordWasNeverTried() throws IOException {
    assertThat(Files.readString(bed.postgres().log())).doesNotContain(STATIC_ACCOUNT);
  }

  @Test
  void failsNoRequestInRotationsUnderLoad() {
    try (Sessions sessions = Sessions.watch(bed.postgres());
        SessionWatch leases = SessionWatch.start(bed.postgres());
        HttpOrders orders = HttpOrders.start(jar(bed), rotating())) {
      Roles roles = rotateUnderLoad(orders, sessions);
      orders.stop();
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
      assertThat(leases.most()).as("sessions past their lease").isZero();
      assertThat(roles.begunOnReplaced(sessions.seen())).as("begun on a replaced role").isEmpty();
      assertThat(sessions.roles()).as("roles in use").containsAll(roles.replaced());
    }
  }

  /** Returns the roles that were current under load, and the role that was last. */
  private static Roles rotateUnderLoad(HttpOrders orders, Sessions sessions) {
    Roles roles = new Roles();
    try (Customers customers = Customers.of(orders)) {
      Eventually.holds("the load runs", BOUND, () -> customers.served() > 10);
      int first = orders.generations() + 1;
      for (int number = first; number <= first + ROTATIONS; number++) {
        roles.add(orders.awaitGeneration(number));
      }
      Eventually.holds(
          "sessions of replaced roles go", BOUND, () -> !sessions.areOpenOn(roles.replaced()));
      customers.close();
      System.out.println(customers);
      assertThat(customers.failures()).isEmpty();
      assertThat(customers.served()).isGreaterThan(ROTATIONS * 5L);
    }
    return roles;
  }

  @Test
  void servesAgainByOneRefreshWhenAnOperatorRevokesTheLease() {
    try (HttpOrders orders = HttpOrders.start(jar(bed), settings())) {
      try (Customers customers = Customers.of(orders)) {
        orders.awaitGeneration(1);
        Eventually.holds("the load runs", BOUND, () -> customers.served() > 50);
        assertThat(customers.failures()).isEmpty();
        bed.vault().revokePrefix(TestBed.CREDS_PATH);
        orders.awaitGeneration(2);
        long served = customers.served();
        Eventually.holds(
            "no request fails for a second",
            BOUND,
            () -> customers.millisSinceFailure() > 1_000 && customers.served() > served + 20);
        System.out.println(customers);
      }
      assertThat(orders.generations()).as("one refresh").isEqualTo(2);
      assertShown(orders);
      orders.stop();
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    }
  }

  @Test
  void refusesWhenTheLeaseHasEndedAndServesAgainWhenVaultReturns() throws Exception {
    try (Sessions sessions = Sessions.watch(bed.postgres());
        SessionWatch leases = SessionWatch.start(bed.postgres());
        HttpOrders orders = HttpOrders.start(jar(bed), settings())) {
      assertThat(orders.place().statusCode()).isEqualTo(201);
      orders.awaitGeneration(1);
      bed.vault().stop();
      orders.awaitLog("connections are refused from now on");
      Eventually.holds("no session is left", BOUND, () -> sessions.open().isEmpty());
      assertThat(orders.place().statusCode()).isGreaterThanOrEqualTo(500);
      orders.awaitOutput("binding default has no valid lease for ");
      bed.vault().start();
      orders.awaitGeneration(2);
      try (Customers customers = Customers.of(orders)) {
        Eventually.holds("it serves", BOUND, () -> customers.served() > 20);
        assertThat(customers.failures()).isEmpty();
      }
      orders.stop();
      assertThat(leases.most()).as("sessions past their lease").isZero();
    }
    Eventually.holds("no role is left", BOUND, () -> bed.postgres().ephemeralRoles().isEmpty());
  }

  private Map<String, String> rotating() {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_ROTATE_AFTER", "2500ms");
    return settings;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", bed.postgres().url());
    settings.put("LEASEHOLD_MARGIN", "2s");
    return settings;
  }
}
