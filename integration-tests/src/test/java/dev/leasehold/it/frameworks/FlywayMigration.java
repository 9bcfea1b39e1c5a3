// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.List;

/**
 * Flyway at start, with a lease that is shorter than the migration, then with a lease that is
 * longer.
 */
final class FlywayMigration {

  private static final String ROLE = "flyway";
  private static final String VERSIONS =
      "SELECT version || ' ' || success FROM flyway_schema_history WHERE version <> '0' ORDER BY version";

  /** An idle machine needs a fraction of it: a busy machine comes to the long change, too. */
  private static final Duration SHORT = Duration.ofSeconds(30);

  /** No end of a lease is near: it is rotations that are crossed. */
  private static final Duration LONG = Duration.ofMinutes(3);

  private FlywayMigration() {}

  static void run(TestBed bed) {
    Roles.migration(bed, ROLE, SHORT);
    try (Program migration = migration(bed, "60")) {
      assertThat(migration.awaitExit()).isEqualTo(1);
      assertThat(migration.log()).contains("Leasehold: the lease of this connection has ended");
    }
    assertThat(bed.postgres().query(VERSIONS)).containsExactly(List.of("1 true"));
    assertThat(bed.postgres().query("SELECT to_regclass('currencies')").get(0).get(0)).isNull();

    Roles.migration(bed, ROLE, LONG);
    try (Program migration = migration(bed, "8")) {
      assertThat(migration.awaitExit()).as(migration::log).isZero();
      assertThat(migration.all("migrated ")).containsExactly("1");
      migration.awaitGeneration(2);
    }
    assertThat(bed.postgres().query(VERSIONS))
        .containsExactly(List.of("1 true"), List.of("2 true"));
  }

  private static Program migration(TestBed bed, String seconds) {
    List<String> libraries = List.of("flyway-database-postgresql-12.11.0");
    return Program.start(bed, Roles.owner(bed, ROLE), "FlywayMigration", libraries, seconds);
  }
}
