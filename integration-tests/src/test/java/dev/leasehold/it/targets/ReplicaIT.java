// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.postgresql.PostgresStandby;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A primary and a hot standby that knows each new role some time later. Nobody is refused on
 * either: until the replica knows a role, it is served by the credential before.
 */
class ReplicaIT {

  private static final Duration PERIOD = Duration.ofMillis(200);
  private static final int ROTATIONS = 3;

  /** A rotation comes each seven to eight seconds. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(7);

  private static final Duration BOUND = Duration.ofSeconds(90);

  @AutoClose private static TestBed bed;
  @AutoClose private static PostgresStandby soon;
  @AutoClose private static PostgresStandby later;
  @AutoClose private static PostgresStandby late;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    soon = bed.postgres().standby(Duration.ofMillis(200));
    later = bed.postgres().standby(Duration.ofSeconds(1));
    late = bed.postgres().standby(Duration.ofSeconds(4));
  }

  @ParameterizedTest(name = "{0} ms late")
  @ValueSource(ints = {200, 1_000, 4_000})
  @Execution(ExecutionMode.CONCURRENT)
  void refusesNobodyAndTakesOutNoCredentialMore(int lateness) {
    long began = System.nanoTime();
    PostgresStandby replica = lateness == 200 ? soon : lateness == 1_000 ? later : late;
    try (Client client = Client.start(settings(), Client.PGJDBC)) {
      client.source("primary", bed.postgres().url()).source("replica", replica.url());
      client.every(PERIOD, "primary").every(PERIOD, "replica");
      client.awaitGenerations(ROTATIONS + 1, BOUND);
      String last = client.roles().get(ROTATIONS);
      client.await("replica", answer -> answer.isOk() && answer.user().equals(last), BOUND);
      List<Answer> primary = client.stop("primary");
      List<Answer> onReplica = client.stop("replica");
      assertThat(primary).as("on the primary").allMatch(Answer::isLeased);
      assertThat(onReplica).as("on the replica").allMatch(Answer::isLeased);
      assertThat(client.roles().size())
          .as("credentials: %s", client.log())
          .isBetween(ROTATIONS + 1, mostCredentialsSince(began));
      assertThatNoLeaseEndsBeforeTheReplicaHasTheNext(client, Duration.ofMillis(lateness));
    }
  }

  /**
   * A role's name ends with the second in which Vault made it; so much later the replica has it.
   */
  private static void assertThatNoLeaseEndsBeforeTheReplicaHasTheNext(
      Client client, Duration lateness) {
    List<String> roles = client.roles();
    List<String> tooEarly = new ArrayList<>();
    for (int i = 0; i < ROTATIONS; i++) {
      String next = roles.get(i + 1);
      Instant made =
          Instant.ofEpochSecond(Long.parseLong(next.substring(next.lastIndexOf('-') + 1)));
      client.logged("lease revoked, role " + roles.get(i)).stream()
          .filter(line -> at(line).isBefore(made.plus(lateness)))
          .forEach(tooEarly::add);
    }
    assertThat(tooEarly).as("revoked before the replica had the next one").isEmpty();
    assertThat(client.logged("lease revoked, role " + roles.get(0))).hasSize(1);
  }

  private static Instant at(String line) {
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }

  static List<Source> reactive() {
    return Reactive.newest().toList();
  }

  /** A pool that lets its idle connections go at the rotation logs in anew right after it. */
  @ParameterizedTest
  @MethodSource("reactive")
  @Execution(ExecutionMode.CONCURRENT)
  void refusesNobodyWhoNeverBlocks(Source source) {
    Map<String, String> settings = settings();
    String primary = bed.postgres().url();
    long began = System.nanoTime();
    try (Workload workload = Workload.start(settings, primary, source, 100).awaitReady()) {
      awaitFirstRole(workload); // No credential is before it.
      List<String> refused = new ArrayList<>();
      Eventually.holds(
          ROTATIONS + " rotations",
          BOUND,
          () -> {
            for (String url : List.of(primary, late.url())) {
              String user = Reactive.userAt(workload, url);
              if (!user.startsWith("v-")) {
                refused.add(url + ": " + user);
              }
            }
            return workload.generations() > ROTATIONS;
          });
      assertThat(refused)
          .as("log: %s", String.join("\n", workload.application().errors().all()))
          .isEmpty();
      assertThat(workload.generations())
          .as("credentials: %s", workload.application().errors().all())
          .isBetween(ROTATIONS + 1L, (long) mostCredentialsSince(began));
      workload.stop();
    }
  }

  /**
   * Each new role is offered to it without being asked, and it knows each four seconds later. The
   * credential before serves meanwhile, and the rotation makes one role.
   */
  @ParameterizedTest
  @MethodSource("reactive")
  @Execution(ExecutionMode.CONCURRENT)
  void servesWhoNeverBlocksWhereTheLateReplicaIsAlone(Source source) {
    Map<String, String> settings = settings();
    settings.put("LEASEHOLD_ROTATE_AFTER", "12s");
    String replica = late.url();
    try (Workload workload = Workload.start(settings, replica, source, 100).awaitReady()) {
      Eventually.holds("service", BOUND, () -> Reactive.userAt(workload, replica).startsWith("v-"));
      String before = Reactive.userAt(workload, replica);
      long roles = workload.generations();
      List<String> answers = new ArrayList<>();
      Eventually.holds(
          "a rotation",
          BOUND,
          () -> {
            answers.add(Reactive.userAt(workload, replica));
            return workload.generations() > roles;
          });
      long rotated = System.nanoTime();
      Eventually.holds(
          "service by the next role",
          BOUND,
          () -> {
            answers.add(Reactive.userAt(workload, replica));
            return !answers.get(answers.size() - 1).equals(before);
          });
      long others = Duration.ofNanos(System.nanoTime() - rotated).dividedBy(SHORTEST_LIFE);
      assertThat(answers)
          .as("log: %s", String.join("\n", workload.application().errors().all()))
          .allMatch(user -> user.startsWith("v-"));
      assertThat(workload.generations()).as("roles").isBetween(roles + 1, roles + 1 + others);
      workload.stop();
    }
  }

  /** A first credential, a credential each rotation, and a credential that may be on its way. */
  private static int mostCredentialsSince(long began) {
    return 2 + (int) Duration.ofNanos(System.nanoTime() - began).dividedBy(SHORTEST_LIFE);
  }

  private static void awaitFirstRole(Workload workload) {
    String user = Reactive.userAt(workload, bed.postgres().url());
    String role = user.substring(0, user.indexOf(' '));
    String known = "SELECT rolname FROM pg_roles WHERE rolname = '" + role + "'";
    Eventually.holds("the replica knows " + role, BOUND, () -> !late.query(known).isEmpty());
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", "jdbc:postgresql://127.0.0.1:*/app");
    settings.put("LEASEHOLD_ROTATE_AFTER", "8s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    settings.put("LEASEHOLD_LOG_LEVEL", "debug");
    return settings;
  }
}
