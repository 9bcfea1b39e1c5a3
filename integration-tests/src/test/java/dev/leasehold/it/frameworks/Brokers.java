// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;

/** Two of ActiveMQ's brokers, of which the lock in their database lets one be the master. */
final class Brokers {

  private static final String ROLE = "brokers";
  private static final Duration LEASE = Duration.ofSeconds(14);

  private static final List<String> LIBRARIES =
      List.of("activemq-jdbc-store-6.1.6", "activemq-kahadb-store-6.1.6");

  private Brokers() {}

  static void prepare(TestBed bed) {
    Roles.migration(bed, ROLE, LEASE);
  }

  /**
   * The lock is on the connection that holds it, and that is aborted. What opened it was named
   * before.
   */
  static void losesTheLockOnARow(TestBed bed) {
    try (Program one = broker(bed, "one")) {
      one.await("master");
      try (Program other = broker(bed, "other")) {
        other.await("master");
        assertThat(one.all("ended")).as("the first master has noticed").isEmpty();
        one.awaitLog(Brokers::namesTheLocker);
        one.awaitLog(line -> line.contains("lease at its end, connections aborted: "));
      }
    }
  }

  private static boolean namesTheLocker(String line) {
    return line.contains(" WARN ")
        && line.contains(
            " of its connections are still open, which were opened by org.apache.activemq.")
        && line.contains("activemq-jdbc-store-6.1.6.jar");
  }

  private static Program broker(TestBed bed, String name) {
    return Program.start(bed, Roles.owner(bed, ROLE), "Broker", LIBRARIES, name);
  }
}
