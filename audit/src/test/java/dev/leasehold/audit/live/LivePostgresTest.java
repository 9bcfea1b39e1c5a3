// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.leasehold.audit.source.DatabaseActivity;
import dev.leasehold.audit.source.DatabaseActivity.LiveRole;
import dev.leasehold.audit.source.DatabaseActivity.LiveSession;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresStandby;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;

/** The login of the audit sees the sessions of all others, so nothing of theirs runs as it. */
class LivePostgresTest {

  private static final Login AUDITOR = new Login("auditor", "auditor-secret");
  private static final Login OWNER = new Login("attacker", "attacker-secret");
  private static final String ROLE = "v-kubernet-orders-abcdefghijklmnopqrst-1";

  /** As the owner of a database: other meanings of the names in the audit's statements. */
  private static final String TRAPS =
      """
      SET search_path = pg_catalog;
      CREATE FUNCTION public.sprung() RETURNS boolean LANGUAGE plpgsql AS
        $f$ BEGIN RAISE 'the trap ran as %', current_user; END $f$;
      DO $do$
      DECLARE
        trap record;
      BEGIN
        FOR trap IN VALUES ('pg_has_role', 'text, text', 'boolean'), ('clock_timestamp', '', 'timestamptz'),
          ('pg_backend_pid', '', 'int4'), ('floor', 'numeric', 'numeric'), ('host', 'inet', 'text'),
          ('isfinite', 'timestamptz', 'boolean')
        LOOP
          EXECUTE format('CREATE FUNCTION public.%I(%s) RETURNS %s LANGUAGE plpgsql AS'
            ' $f$ BEGIN PERFORM public.sprung(); RETURN NULL; END $f$',
            trap.column1, trap.column2, trap.column3);
        END LOOP;
        FOR trap IN VALUES ('*', 'numeric', 'int4'), ('=', 'text', 'text'), ('=', 'int4', 'int4'),
          ('<>', 'int4', 'int4'), ('~~', 'name', 'text')
        LOOP
          EXECUTE format('CREATE OR REPLACE FUNCTION public.trap(%2$s, %3$s) RETURNS boolean LANGUAGE plpgsql AS'
            ' $f$ BEGIN RETURN public.sprung(); END $f$;'
            ' CREATE OPERATOR public.%1$s (FUNCTION = public.trap, LEFTARG = %2$s, RIGHTARG = %3$s)',
            trap.column1, trap.column2, trap.column3);
        END LOOP;
        FOR trap IN VALUES ('pg_stat_activity'), ('pg_roles') LOOP
          EXECUTE format('CREATE VIEW public.%1$I AS SELECT * FROM pg_catalog.%1$I WHERE public.sprung();'
            ' GRANT SELECT ON public.%1$I TO PUBLIC', trap.column1);
        END LOOP;
      END $do$;
      ALTER DATABASE trap SET search_path = public, pg_catalog;
      """;

  /** One statement for each trap. */
  private static final List<String> SPRINGING =
      List.of(
          "SELECT pg_has_role('pg_read_all_stats', 'USAGE')",
          "SELECT clock_timestamp()",
          "SELECT pg_backend_pid()",
          "SELECT floor(1.5)",
          "SELECT host(inet '127.0.0.1')",
          "SELECT isfinite(now())",
          "SELECT 1.5 * 1000",
          "SELECT text 'a' = text 'a'",
          "SELECT 1 = 1",
          "SELECT 1 <> 1",
          "SELECT name 'a' LIKE text 'a'",
          "SELECT FROM pg_stat_activity",
          "SELECT FROM pg_roles");

  @ParameterizedTest
  @EnumSource
  void runsNothingThatTheOwnerOfTheDatabaseHasMade(PostgresVersion version) throws SQLException {
    try (PostgresServer server = PostgresServer.launch(version)) {
      server.query("CREATE ROLE auditor LOGIN PASSWORD 'auditor-secret' IN ROLE pg_read_all_stats");
      server.query("CREATE ROLE attacker LOGIN PASSWORD 'attacker-secret'");
      server.query("CREATE ROLE \"" + ROLE + "\" VALID UNTIL '2100-01-01 00:00:00+00'");
      server.query("CREATE DATABASE trap OWNER attacker");
      String url = server.url("trap");
      try (Connection attacker = Sql.connect(new Driver(), url, OWNER, Map.of())) {
        Sql.query(attacker, TRAPS);
        SPRINGING.forEach(sql -> assertTrap(url, sql));
        assertTruth(url);
      }
    }
  }

  /** As Debezium has it, with a static account or with a role of a lease; and a standby's. */
  @ParameterizedTest
  @EnumSource
  void showsSessionsThatReplicate(PostgresVersion version) throws Exception {
    try (PostgresServer server = PostgresServer.launch(version);
        PostgresStandby standby = server.standby(Duration.ZERO)) {
      server.query("CREATE ROLE auditor LOGIN PASSWORD 'auditor-secret' IN ROLE pg_read_all_stats");
      server.query("CREATE ROLE \"" + ROLE + "\" LOGIN REPLICATION PASSWORD 'secret'");
      server.query("GRANT CONNECT ON DATABASE app TO auditor, \"" + ROLE + "\"");
      awaitStreaming(standby);
      Map<String, String> logical = Map.of("replication", "database", "preferQueryMode", "simple");
      Login login = new Login(ROLE, "secret");
      try (Connection open = Sql.connect(new Driver(), server.url(), login, logical);
          LivePostgres audit = new LivePostgres(server.url(), environment())) {
        assertThat(Sql.query(open, "SELECT current_user").get(0)).containsExactly(ROLE);
        assertThat(audit.ask().sessions())
            .extracting(LiveSession::user, LiveSession::database, LiveSession::address)
            .contains(
                tuple(ROLE, PostgresServer.DATABASE, "127.0.0.1"),
                tuple(server.superuser().user(), null, "127.0.0.1"));
      }
    }
  }

  private static void awaitStreaming(PostgresStandby standby) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (standby.query("SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming'").isEmpty()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static void assertTrap(String url, String sql) {
    assertThatThrownBy(() -> query(url, sql))
        .as(sql)
        .hasMessageContaining("the trap ran as auditor");
  }

  private static void query(String url, String sql) throws SQLException {
    try (Connection plain = Sql.connect(new Driver(), url, AUDITOR, Map.of())) {
      Sql.query(plain, sql);
    }
  }

  private static void assertTruth(String url) {
    try (LivePostgres audit = new LivePostgres(url, environment())) {
      DatabaseActivity seen = audit.ask();
      assertThat(seen.roles()).extracting(LiveRole::name).contains(ROLE);
      assertThat(seen.sessions()).extracting(LiveSession::user).contains(OWNER.user());
    }
  }

  private static Map<String, String> environment() {
    return Map.of("PGUSER", AUDITOR.user(), "PGPASSWORD", AUDITOR.password());
  }
}
