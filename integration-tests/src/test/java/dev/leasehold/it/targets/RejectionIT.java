// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.net.Ports;
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

/**
 * A lease of an hour is revoked by an operator, and the driver's report of it is not the database's
 * rejection. And hosts that say nothing of a credential.
 */
class RejectionIT {

  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final Duration RESTORED_WITHIN = Duration.ofSeconds(60);

  /**
   * Nobody but the application asks servers that it reaches without JDBC, so the wait is for a
   * login of it.
   */
  private static final Duration UNASKED_RESTORED_WITHIN = Duration.ofSeconds(90);

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofHours(1), Duration.ofHours(24)));
  }

  /** The driver goes on to the next host after a refused login, and reports that host's answer. */
  @ParameterizedTest
  @ValueSource(strings = {"{live},{dead}", "{dead},{live}", "{live},{dead},{dead}"})
  void findsTheRejectionOfOneHostBehindTheFailureOfAnother(String hosts) {
    String live = "127.0.0.1:" + bed.postgres().port();
    String dead = "127.0.0.1:" + Ports.free();
    String url = "jdbc:postgresql://" + hosts.replace("{live}", live).replace("{dead}", dead);
    try (Client client = Client.start(Workload.settings(bed), Client.PGJDBC)) {
      client.source("several", url + "/app");
      Answer before = client.connect("several");
      assertThat(before.isLeased()).as(before.text()).isTrue();
      client.every(PERIOD, "several");
      bed.vault().revokePrefix(TestBed.CREDS_PATH);
      client.await(
          "several",
          answer -> answer.isLeased() && !answer.user().equals(before.user()),
          RESTORED_WITHIN);
      int seen = client.answers("several").size();
      client.awaitAnswers("several", seen + 5, Client.BOUND);
      assertThat(client.stop("several").subList(seen, seen + 5)).allMatch(Answer::isLeased);
      assertThat(client.roles()).as("one refresh").hasSize(2);
    }
  }

  static List<Arguments> reactive() {
    return List.of(
        Arguments.of(Reactive.r2dbc(), "{live},{dead}"),
        Arguments.of(Reactive.r2dbc(), "{dead},{live}"),
        Arguments.of(Reactive.vertx(), "{live},{relay}"));
  }

  /** R2DBC goes on to the next host after a refused login; Vert.x takes them by turns. */
  @ParameterizedTest
  @MethodSource("reactive")
  void findsTheRejectionOfOneOfSeveralHostsInClientsThatNeverBlock(Source source, String hosts) {
    try (Relay network = Relay.to(bed.postgres().port())) {
      String servers =
          hosts
              .replace("{live}", "127.0.0.1:" + bed.postgres().port())
              .replace("{dead}", "127.0.0.1:" + Ports.free())
              .replace("{relay}", "127.0.0.1:" + network.port());
      String url = "jdbc:postgresql://" + servers + "/app";
      Map<String, String> settings = Workload.settings(bed);
      settings.put("LEASEHOLD_URL", url);
      try (Workload workload = Workload.start(settings, url, source, 100).awaitReady()) {
        workload.on("held", "borrow"); // So that Vert.x goes to the other server, too.
        Reactive.isRestoredAfterRevocation(workload, bed, UNASKED_RESTORED_WITHIN, url);
        workload.on("held", "release");
        workload.stop();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isNotHeldUpByAHostThatTheApplicationTriesLast(boolean reachedOnce) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", "jdbc:postgresql://*/app");
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    try (Relay network = Relay.to(bed.postgres().port());
        Client client = Client.start(settings, Client.PGJDBC)) {
      client.source("good", bed.postgres().url());
      String down = reachedOnce ? "127.0.0.1:" + network.port() : "0.0.0.0:9009";
      client.source("down", "jdbc:postgresql://" + down + "/app");
      assertThat(client.connect("good").isLeased()).isTrue();
      assertThat(client.connect("down").isOk()).isEqualTo(reachedOnce);
      network.refuse();
      assertThat(client.connect("down").isOk()).isFalse();
      client.awaitGenerations(3, Client.BOUND);
      assertThat(client.connect("good").isLeased()).isTrue();
      assertThat(client.logged("probe failed")).isEmpty();
    }
  }

  @Test
  void saysOnceThatADriverIsNotKnownAndWhatToSet() {
    bed.postgres()
        .query(
            "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE app_rw"
                .formatted(Client.STATIC.user(), Client.STATIC.password()));
    String url = "jdbc:pgsql://127.0.0.1:" + bed.postgres().port() + "/app";
    try (Client client = Client.start(Workload.settings(bed), "pgjdbc-ng-0.8.9")) {
      client.source("unknown", url + "?password=" + Client.STATIC.password());
      for (int i = 0; i < 3; i++) {
        assertThat(client.connect("unknown").text()).isEqualTo("static_app app");
      }
      assertThat(client.logged("com.impossibl.postgres.jdbc.PGDriver"))
          .singleElement()
          .asString()
          .contains(" WARN ", url, "leasehold.drivers", "leasehold.url");
      assertThat(client.log()).noneMatch(line -> line.contains(Client.STATIC.password()));
    }
  }
}
