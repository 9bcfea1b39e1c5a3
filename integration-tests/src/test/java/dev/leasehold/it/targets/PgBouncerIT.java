// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Source;
import dev.leasehold.it.Tally;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import dev.leasehold.testbed.postgresql.PgBouncerServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PgBouncer in front, which asks the database for each user and has words of its own for failures.
 */
@EnabledIf("dev.leasehold.testbed.postgresql.PgBouncerServer#isAvailable")
class PgBouncerIT {

  private static final Duration PERIOD = Duration.ofMillis(200);

  /**
   * A client that PgBouncer had let in when the role went waits for a server connection that cannot
   * be had. It waits until PgBouncer's {@code query_wait_timeout}; the next client is sent away at
   * once.
   */
  private static final Duration RESTORED_WITHIN = PgBouncerServer.QUERY_WAIT.plusSeconds(60);

  private static final int ROTATIONS = 3;

  private static TestBed bed;
  private static PgBouncerServer bouncer;

  @BeforeAll
  static void start() {
    bed =
        TestBed.start(
            TestBedOptions.defaults().withLease(Duration.ofHours(1), Duration.ofHours(24)));
    bouncer = PgBouncerServer.inFrontOf(bed.postgres());
  }

  @AfterAll
  static void stop() {
    bouncer.close();
    bed.close();
  }

  @Test
  void restoresServiceWhenTheLeaseIsRevoked() {
    try (Client client = Client.start(Workload.settings(bed), Client.PGJDBC)) {
      client.source("pooled", url());
      Answer before = client.connect("pooled");
      assertThat(before.isLeased()).as(before.text()).isTrue();
      client.every(PERIOD, "pooled");
      bed.vault().revokePrefix(TestBed.CREDS_PATH);
      client.await(
          "pooled",
          answer -> answer.isLeased() && !answer.user().equals(before.user()),
          RESTORED_WITHIN);
      int seen = client.answers("pooled").size();
      client.awaitAnswers("pooled", seen + 5, Client.BOUND);
      assertThat(client.stop("pooled").subList(seen, seen + 5)).allMatch(Answer::isLeased);
      assertThat(client.roles()).as("one refresh").hasSize(2);
    }
  }

  static List<Source> reactive() {
    return Reactive.newest().toList();
  }

  @ParameterizedTest
  @MethodSource("reactive")
  void restoresServiceOfThoseWhoNeverBlock(Source source) {
    try (Workload workload =
        Workload.start(Workload.settings(bed), bouncer.url(), source, 100).awaitReady()) {
      Reactive.isRestoredAfterRevocation(workload, bed, RESTORED_WITHIN, bouncer.url());
      workload.stop();
    }
  }

  static List<Source> sources() {
    return List.of(Source.HIKARI, Source.DRIVER_MANAGER);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void failsNoQueryWhenTheCredentialRotates(Source source) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "1s");
    try (Workload workload = Workload.start(settings, url(), source, 200).awaitReady()) {
      workload.load(4);
      workload.awaitGeneration(ROTATIONS + 1, Client.BOUND);
      workload.load(0);
      Tally tally = workload.stop();
      assertThat(workload.failures()).isEmpty();
      assertThat(tally.queries()).isPositive();
    }
  }

  /**
   * Server connections are lent for a transaction, so that none has prepared statements of its own.
   */
  private static String url() {
    return bouncer.url() + "?prepareThreshold=0";
  }
}
