// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.Relay;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that Leasehold does not know, under the agent: {@link CrmDriver}. */
class UnknownDriverIT {

  private static final String URL = "jdbc:crm://127.0.0.1:4711/app";

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:crm:*", "jdbc:crm://127.0.0.1:4711/*"})
  void getsTheCredentialWhereABindingIsForItsUrls(String pattern) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", pattern);
    try (Client client = client(settings)) {
      client.source("plain", URL);
      client.source("login", "jdbc:crm://static_app:static-password@127.0.0.1:4711/app?user=x");
      for (String name : List.of("plain", "login")) {
        Answer answer = client.connect(name);
        assertThat(client.roles()).as(name).contains(answer.user());
        assertThat(answer.text()).as(name).endsWith(' ' + CrmDriver.ANOTHER);
      }
    }
  }

  /**
   * The class of a known driver says that connections are to be expected, one of these does not.
   */
  @Test
  void asksVaultForNothingBeforeItsFirstConnectOfTheBinding() {
    try (Relay network = Relay.to(bed.vault().port())) {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("VAULT_ADDR", "https://127.0.0.1:" + network.port());
      settings.put("LEASEHOLD_URL", "jdbc:crm://127.0.0.1:4711/*");
      try (Client client = client(settings)) {
        client.source("other", "jdbc:crm://127.0.0.1:4712/app");
        Answer other = client.connect("other");
        assertThat(other.text()).isEqualTo(Client.STATIC.user() + ' ' + CrmDriver.STATIC);
        client.awaitLog(Client.BOUND, "started with");
        assertThat(client.end())
            .noneMatch(line -> line.contains(" is current") || line.contains("revoked:"));
        assertThat(network.accepted()).as("connections to Vault in its life").isZero();
      }
      try (Client client = client(settings)) {
        client.source("bound", URL);
        Answer bound = client.connect("bound");
        client.awaitGenerations(1, Client.BOUND);
        assertThat(client.roles()).containsExactly(bound.user());
        assertThat(network.accepted()).as("connections to Vault").isPositive();
      }
    }
  }

  /** The driver might prefer such a login, so it is not asked. */
  @Test
  void isNotAskedWhereItsUrlKeepsALogin() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", "jdbc:crm:*");
    try (Client client = client(settings)) {
      client.source("path", "jdbc:crm://127.0.0.1/USER=static_app,PASSWORD=static-password");
      client.source("at", "jdbc:crm:static_app/static-password@127.0.0.1");
      assertRefused(client.connect("path"), "(USER, PASSWORD)");
      assertRefused(client.connect("at"), "(the text before @)");
      assertThat(client.log()).noneMatch(line -> line.contains("static-password"));
    }
  }

  private static void assertRefused(Answer answer, String part) {
    assertThat(answer.isOk()).as(answer.text()).isFalse();
    assertThat(answer.text())
        .startsWith("28000 Leasehold: ")
        .contains(part)
        .doesNotContain("static-password");
  }

  /** Without {@code leasehold.url}, and with a pattern that leaves the driver open. */
  @ParameterizedTest
  @ValueSource(strings = {"", "*"})
  void isToldOfOnceWhereNoBindingIsForIt(String pattern) {
    Map<String, String> settings = Workload.settings(bed);
    if (!pattern.isEmpty()) {
      settings.put("LEASEHOLD_URL", pattern);
    }
    try (Client client = client(settings)) {
      client.source("plain", URL);
      client.every(Duration.ofMillis(100), "plain"); // The agent starts beside the application.
      String line =
          client.awaitLog(
              Client.BOUND, " WARN ", CrmDriver.class.getName() + " is not known", " as to " + URL);
      assertThat(line).contains("leasehold.drivers", "leasehold.url");
      client.awaitAnswers("plain", client.answers("plain").size() + 3, Client.BOUND);
      assertThat(client.stop("plain"))
          .extracting(Answer::text)
          .containsOnly(Client.STATIC.user() + ' ' + CrmDriver.STATIC);
      assertThat(client.logged(CrmDriver.class.getName())).hasSize(1);
    }
  }

  static List<Arguments> reactiveClients() {
    return List.of(
        Arguments.of(
            Source.reactive(
                "R2dbcUrl",
                "r2dbc-postgresql-1.0.9.RELEASE",
                "r2dbc-pool-1.0.2.RELEASE",
                "r2dbc-mariadb-1.3.2"),
            "r2dbc:postgresql:",
            "r2dbc:mariadb:",
            "org.mariadb.r2dbc.MariadbConnectionFactoryProvider is not known",
            " as to r2dbc:mariadb://127.0.0.1:1/app,"),
        vertx("VertxPgPoolUri", "4.4.2", "client-2.1"),
        vertx("VertxUri", "5.0.7", "scram-client-3.2"));
  }

  private static Arguments vertx(String name, String version, String scram) {
    return Arguments.of(
        Source.reactive(name, "vertx-pg-client-" + version, "vertx-mysql-client-" + version, scram),
        "postgresql:",
        "mysql:",
        "io.vertx.mysqlclient.impl.MySQLConnectionFactory is not known",
        " as to //127.0.0.1:1/app,");
  }

  /** No server listens there. A client that is known is not told of. */
  @ParameterizedTest
  @MethodSource("reactiveClients")
  void isToldOfOnceWhereItNeverBlocks(
      Source source, String known, String unknown, String name, String place) {
    String meant = bed.postgres().url().replace("jdbc:postgresql:", known);
    try (Workload workload = Workload.start(Workload.settings(bed), meant, source, 100)) {
      workload.awaitReady().awaitLog("started with", Client.BOUND);
      assertThat(workload.on("c", "visit", meant)).startsWith("row v-");
      String url = unknown + "//127.0.0.1:1/app";
      for (int i = 0; i < 2; i++) {
        assertThat(workload.on("c", "visit", url)).doesNotContain("28000", "Leasehold");
      }
      String line = workload.awaitLog(Client.BOUND, " WARN ", name);
      assertThat(line).contains(place, "leasehold.url").doesNotContain("static-password");
      assertThat(workload.application().errors().count(each -> each.contains("is not known")))
          .isEqualTo(1);
      workload.stop();
    }
  }

  private static Client client(Map<String, String> settings) {
    return Client.start(settings, List.of(), List.of(CrmDriver.class.getName()));
  }
}
