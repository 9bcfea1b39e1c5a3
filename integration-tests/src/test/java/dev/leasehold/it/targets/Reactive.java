// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Reactive clients, whose pools serve several servers in one application. */
final class Reactive {

  private static final Source R2DBC =
      Source.reactive("R2dbcPool", "r2dbc-postgresql-1.0.9.RELEASE", "r2dbc-pool-1.0.2.RELEASE");

  private static final Source VERTX =
      Source.reactive("VertxBuilder", "vertx-pg-client-5.0.7", "scram-client-3.2");

  private static final Source OLD_R2DBC =
      Source.reactive("R2dbcPool", "r2dbc-postgresql-1.0.0.RELEASE", "r2dbc-pool-1.0.0.RELEASE");

  private static final Source OLD_VERTX =
      Source.reactive("VertxPgPool", "vertx-pg-client-4.4.2", "client-2.1");

  private Reactive() {}

  static Stream<Source> newest() {
    return Stream.of(R2DBC, VERTX);
  }

  static List<Source> newestAndOldest() {
    return List.of(R2DBC, VERTX, OLD_R2DBC, OLD_VERTX);
  }

  static Source r2dbc() {
    return R2DBC;
  }

  static Source vertx() {
    return VERTX;
  }

  /** Revokes the lease in use, and waits until there is service again by another lease. */
  static void isRestoredAfterRevocation(
      Workload workload, TestBed bed, Duration within, String... urls) {
    List<String> before = Stream.of(urls).map(url -> userAt(workload, url)).toList();
    assertThat(before).allMatch(user -> user.startsWith("v-"));
    bed.vault().revokePrefix(TestBed.CREDS_PATH);
    for (String url : urls) {
      Eventually.holds(
          "service at " + url,
          within,
          () -> {
            String user = userAt(workload, url);
            return user.startsWith("v-") && !before.contains(user);
          });
    }
    for (String url : urls) {
      for (int i = 0; i < 5; i++) {
        assertThat(userAt(workload, url)).as("connection %d", i).startsWith("v-");
      }
    }
    assertThat(workload.generations()).as("one refresh").isEqualTo(2);
  }

  /** Borrows a connection of a server, asks for its user, and gives it back. */
  static String userAt(Workload workload, String url) {
    String borrowed = workload.on("c", "borrow", url);
    if (!borrowed.equals("borrowed")) {
      return borrowed;
    }
    String row = workload.on("c", "do", "SELECT session_user || ' ' || current_database()");
    workload.on("c", "release");
    return row.replace("row ", "");
  }
}
