// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application with databases on two servers, and one binding. The second server has the static
 * account of the application and none of the leases' roles.
 */
class TwoServersIT {

  private static final Duration PERIOD = Duration.ofMillis(100);

  /**
   * A first credential, and one more credential for a rejection that was not understood at once.
   */
  private static final int FEW = 2;

  @AutoClose private static TestBed bed;
  @AutoClose private static PostgresServer second;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    second = PostgresServer.launch();
    second.query(
        "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE app_rw"
            .formatted(Client.STATIC.user(), Client.STATIC.password()));
  }

  @Test
  void bindsItselfToTheServerThatFirstAcceptsAndLeavesTheOtherAsItIsConfigured() {
    long offers = offers();
    try (Client client = client(settings())) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.connect("leased").isLeased()).as("connection %d", i).isTrue();
        assertThat(client.connect("other").text()).isEqualTo("static_app app");
      }
      assertThat(offers()).as("credentials shown to the other server").isEqualTo(offers);
      assertThat(client.roles()).as("credentials").hasSizeLessThanOrEqualTo(FEW);
      assertThatTheBindingIsToldOnce(client);
    }
  }

  @Test
  void bindsItselfToTheServerThatAcceptsThoughTheOtherIsAskedFirst() {
    try (Client client = client(settings())) {
      client.connect("other"); // Refused or not: nobody knows yet whose credential it is.
      assertThat(client.connect("leased").isLeased()).isTrue();
      client.awaitLog(
          Client.BOUND, " INFO ", "127.0.0.1:" + bed.postgres().port(), "leasehold.url");
      long offers = offers();
      for (int i = 0; i < 10; i++) {
        assertThat(client.connect("leased").isLeased()).as("connection %d", i).isTrue();
        assertThat(client.connect("other").text()).isEqualTo("static_app app");
      }
      assertThat(offers()).as("credentials shown to the other server").isEqualTo(offers);
      assertThat(client.roles()).as("credentials").hasSizeLessThanOrEqualTo(FEW);
      assertThatTheBindingIsToldOnce(client);
    }
  }

  static List<Source> reactive() {
    return Reactive.newest().toList();
  }

  @ParameterizedTest
  @MethodSource("reactive")
  void bindsItselfInClientsThatNeverBlock(Source source) {
    long offers = offers();
    String first = bed.postgres().url();
    try (Workload workload = Workload.start(settings(), first, source, 100).awaitReady()) {
      for (int i = 0; i < 5; i++) {
        assertThat(Reactive.userAt(workload, first)).startsWith("v-");
        assertThat(Reactive.userAt(workload, second.url())).isEqualTo("static_app app");
      }
      assertThat(offers()).as("credentials shown to the other server").isEqualTo(offers);
      assertThat(workload.generations()).as("credentials").isLessThanOrEqualTo(FEW);
      workload.awaitLog(Client.BOUND, " WARN ", address(second), "leasehold.url", address());
      workload.stop();
    }
  }

  /** Whichever is asked first: the URL says which server is meant. */
  @ParameterizedTest
  @MethodSource("reactive")
  void showsNoCredentialToAServerThatTheUrlOfTheBindingDoesNotName(Source source) {
    long offers = offers();
    String named = bed.postgres().url();
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_URL", named);
    try (Workload workload = Workload.start(settings, second.url(), source, 100).awaitReady()) {
      for (int i = 0; i < 3; i++) {
        assertThat(Reactive.userAt(workload, second.url())).isEqualTo("static_app app");
        assertThat(Reactive.userAt(workload, named)).startsWith("v-");
      }
      assertThat(offers()).as("credentials shown to the other server").isEqualTo(offers);
      assertThat(workload.generations()).as("credentials").isLessThanOrEqualTo(FEW);
      workload.stop();
    }
  }

  private static void assertThatTheBindingIsToldOnce(Client client) {
    assertThat(client.logged(" INFO ", address(), "leasehold.url")).hasSize(1);
    assertThat(client.logged(" WARN ", address(second), "leasehold.url"))
        .singleElement()
        .asString()
        .contains(address());
  }

  /** Returns where the server is that has the leases' roles. */
  private static String address() {
    return address(bed.postgres());
  }

  private static String address(PostgresServer server) {
    return "127.0.0.1:" + server.port();
  }

  /** How often the second server was shown the user of a lease, which it does not know. */
  private static long offers() {
    try (Stream<String> lines = Files.lines(second.log())) {
      return lines.filter(line -> line.contains("failed for user \"v-")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void letsTheServerSufferAloneThatTakesNoCredentialWhereAllServersAreMeant() {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_URL", "*");
    try (Client client = client(settings)) {
      assertThat(client.connect("leased").isLeased()).isTrue();
      client.every(PERIOD, "leased").every(PERIOD, "other");
      client.await("other", answer -> answer.text().contains("Leasehold"), Client.BOUND);
      int seen = client.answers("leased").size();
      client.awaitAnswers("leased", seen + 50, Client.BOUND);
      client.awaitAnswers("other", 30, Client.BOUND);
      List<Answer> leased = client.stop("leased");
      List<Answer> other = client.stop("other");
      assertThat(leased).allMatch(Answer::isLeased);
      assertThat(other).noneMatch(Answer::isOk);
      assertThat(other)
          .as("the message of the one that suffers")
          .anyMatch(
              answer ->
                  answer.text().startsWith("28000 Leasehold: ")
                      && answer.text().contains("127.0.0.1:" + second.port()));
      assertThat(client.roles()).as("credentials in some seconds").hasSizeLessThanOrEqualTo(4);
      assertThat(client.logged(" ERROR "))
          .as("errors that speak of the server that serves")
          .noneMatch(line -> line.contains("127.0.0.1:" + bed.postgres().port()));
    }
  }

  /** A connect that no credential suits waits for so long. */
  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "10s");
    return settings;
  }

  private static Client client(Map<String, String> settings) {
    return Client.start(settings, Client.PGJDBC)
        .source("leased", bed.postgres().url())
        .source("other", second.url());
  }
}
