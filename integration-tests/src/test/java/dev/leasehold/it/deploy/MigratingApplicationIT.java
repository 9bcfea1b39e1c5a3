// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Eventually;
import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.vault.TokenTerms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recipe on the README's first page: one user that makes its tables at start and serves. */
class MigratingApplicationIT {

  private static final Duration BOUND = Duration.ofSeconds(60);

  private static LeasedServers servers;

  @BeforeAll
  static void start() {
    servers = LeasedServers.get();
  }

  @ParameterizedTest
  @EnumSource
  void makesAndAltersItsTablesRotatesServesAndOwnsNothing(PostgresVersion version) {
    PostgresServer server = servers.on(version);
    server.query(
        "CREATE ROLE shop_app LOGIN; CREATE TABLE stock (id int); ALTER TABLE stock OWNER TO shop_app");
    server.query(LeasedServers.file("old-login").replace("orders_app", "shop_app"));
    try (Workload workload = start(version)) {
      workload.on("start", "borrow");
      for (String migration :
          List.of(
              "CREATE TABLE made_at_start (id bigint)",
              "ALTER TABLE stock ADD COLUMN article text",
              "CREATE INDEX ON stock (article)")) {
        assertThat(workload.on("start", "do", migration)).as(migration).startsWith("updated");
      }
      workload.on("start", "release");
      workload.load(4);
      workload.awaitGeneration(3, BOUND);
      assertThat(workload.failures()).isEmpty();
      revoke(workload, version);
      workload.stop();
    }
    assertThat(
            server.query(
                "SELECT DISTINCT tableowner FROM pg_tables"
                    + " WHERE tablename IN ('made_at_start', 'stock')"))
        .containsExactly(List.of("app_owner"));
    assertThat(server.ephemeralRoles()).isEmpty();
    server.query("DROP TABLE made_at_start, stock; DROP OWNED BY shop_app; DROP ROLE shop_app");
  }

  private static void revoke(Workload workload, PostgresVersion version) {
    int before = (int) workload.generations();
    servers.bed().vault().revokePrefix("database/creds/owner-" + version);
    workload.awaitGeneration(before + 1, BOUND);
    Eventually.holds("it serves again", BOUND, () -> isQuiet(workload));
    workload.load(0);
  }

  private static boolean isQuiet(Workload workload) {
    long sinceFailure = workload.tally().millisSinceFailure();
    return sinceFailure < 0 || sinceFailure > 1_000;
  }

  private static Workload start(PostgresVersion version) {
    TestBed bed = servers.bed();
    String role = "owner-" + version;
    bed.vault()
        .jwt(bed.issuer())
        .role(role, TestBed.ACCOUNT, TokenTerms.of(bed.vault().appPolicy(role)));
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_CREDS", "database/creds/" + role);
    settings.put("LEASEHOLD_AUTH_ROLE", role);
    settings.put("LEASEHOLD_SET_ROLE", "app_owner");
    settings.put("LEASEHOLD_ROTATE_AFTER", "6s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    return Workload.start(
            settings,
            servers.on(version).url(),
            Source.HIKARI,
            50,
            "SELECT count(*) >= 0 FROM pg_tables WHERE tablename = 'made_at_start'")
        .awaitReady();
  }
}
