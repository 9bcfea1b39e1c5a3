// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Liquibase at start, with a lease that is shorter than a change, then with a lease that is longer.
 */
final class LiquibaseChange {

  private static final String ROLE = "liquibase";
  private static final String CHANGES = "SELECT id FROM databasechangelog ORDER BY id";
  private static final String LOCKED = "SELECT locked::text FROM databasechangeloglock";

  /** An idle machine needs a fraction of it: a busy machine comes to the long change, too. */
  private static final Duration SHORT = Duration.ofSeconds(30);

  /** No end of a lease is near: it is rotations that are crossed. */
  private static final Duration LONG = Duration.ofMinutes(3);

  private LiquibaseChange() {}

  static void run(TestBed bed) {
    Roles.migration(bed, ROLE, SHORT);
    try (Program change = liquibase(bed, "update", 60)) {
      assertThat(change.awaitExit()).isEqualTo(1);
      assertThat(change.log()).contains("Leasehold: the lease of this connection has ended");
    }
    assertThat(bed.postgres().query(CHANGES)).containsExactly(List.of("1"));
    assertThat(bed.postgres().query("SELECT to_regclass('addresses')").get(0).get(0)).isNull();
    assertThat(bed.postgres().query(LOCKED)).containsExactly(List.of("true"));

    Roles.migration(bed, ROLE, LONG);
    try (Program release = liquibase(bed, "releaseLocks", 0)) {
      assertThat(release.awaitExit()).as(release::log).isZero();
    }
    try (Program change = liquibase(bed, "update", 8)) {
      assertThat(change.awaitExit()).as(change::log).isZero();
      change.awaitGeneration(2);
    }
    assertThat(bed.postgres().query(CHANGES)).containsExactly(List.of("1"), List.of("2"));
  }

  private static Program liquibase(TestBed bed, String command, int seconds) {
    Map<String, String> settings = Roles.owner(bed, ROLE);
    settings.put("SECONDS", Integer.toString(seconds));
    return Program.start(
        bed, settings, "LiquibaseChange", List.of("liquibase-core-4.33.0"), command);
  }
}
