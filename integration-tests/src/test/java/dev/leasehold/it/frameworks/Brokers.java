// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Two of ActiveMQ's brokers, of which the lock in their database lets one broker be the master. */
final class Brokers {

  private static final String ROLE = "brokers";
  private static final Duration LEASE = Duration.ofSeconds(14);

  private static final List<String> LIBRARIES =
      List.of("activemq-jdbc-store-6.1.6", "activemq-kahadb-store-6.1.6");

  /** Generations of one lease each: all connections of the first are gone. */
  private static final int PAST_THE_FIRST_LEASE = 6;

  private Brokers() {}

  static void prepare(TestBed bed) {
    Roles.migration(bed, ROLE, LEASE);
  }

  /**
   * The lock is on the connection that holds it, and that is aborted. The class that opened it was
   * named before.
   */
  static void losesTheLockOnARow(TestBed bed) {
    try (Program one = broker(bed, "one", "row")) {
      one.await("master");
      try (Program other = broker(bed, "other", "row")) {
        other.await("master");
        assertThat(one.all("ended")).as("the first master has noticed").isEmpty();
        one.awaitLog(Brokers::namesTheLocker);
        one.awaitLog(line -> line.contains("lease at its end, connections aborted: "));
      }
    }
  }

  /** The lock is a row that is renewed, on any connection. */
  static void keepsTheLockThatIsRenewed(TestBed bed) {
    try (Program one = broker(bed, "first", "lease")) {
      one.await("master");
      try (Program other = broker(bed, "second", "lease")) {
        tell(one, "send 0 200");
        tell(one, "take 60");
        other.awaitGeneration(2); // It asks for the lock on connections that are handed over, too.
        one.awaitGeneration(PAST_THE_FIRST_LEASE);
        tell(one, "send 200 300");
        tell(one, "take 60");
        assertThat(other.all("master")).as("two masters").isEmpty();
        assertThat(one.all("ended")).as("the master has given up").isEmpty();
        one.stop();
        other.await("master");
        tell(other, "take 180");
        other.stop();
        List<String> taken = new ArrayList<>(one.all("took "));
        taken.addAll(other.all("took "));
        assertThat(taken)
            .as("messages, each once and in their order")
            .containsExactlyElementsOf(IntStream.range(0, 300).mapToObj(String::valueOf).toList());
        for (Program each : List.of(one, other)) {
          assertThat(each.log())
              .doesNotContain("connections aborted", "connections are still open");
        }
      }
    }
  }

  private static void tell(Program broker, String line) {
    broker.tell(line);
    broker.await(line + ": done");
  }

  private static boolean namesTheLocker(String line) {
    return line.contains(" WARN ")
        && line.contains(
            " of its connections are still open, which were opened by org.apache.activemq.")
        && line.contains("activemq-jdbc-store-6.1.6.jar");
  }

  private static Program broker(TestBed bed, String name, String locker) {
    return Program.start(bed, Roles.owner(bed, ROLE), "Broker", LIBRARIES, name, locker);
  }
}
