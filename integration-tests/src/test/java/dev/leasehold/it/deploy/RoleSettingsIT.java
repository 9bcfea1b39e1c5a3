// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;

/** The settings of the application's earlier login that a short-lived role has, too. */
class RoleSettingsIT {

  private static final Login OLD = new Login("orders_app", "static-password");

  /**
   * The settings of the login, in their own forms: lists, quotes, names with a dot, superuser's.
   */
  private static final String OLD_LOGIN =
      """
      CREATE ROLE orders_app LOGIN PASSWORD 'static-password';
      CREATE SCHEMA orders_app AUTHORIZATION orders_app;
      CREATE SCHEMA "we,ird""x" AUTHORIZATION orders_app;
      CREATE TABLE orders_app.prices (article text);
      ALTER TABLE orders_app.prices OWNER TO orders_app;
      ALTER ROLE orders_app SET search_path = "$user", 'we,ird"x', public;
      ALTER ROLE orders_app SET statement_timeout = '33s';
      ALTER ROLE orders_app SET datestyle = 'ISO, DMY';
      ALTER ROLE orders_app SET timezone = 'Europe/Berlin';
      ALTER ROLE orders_app SET log_min_duration_statement = 77;
      ALTER ROLE orders_app SET temp_tablespaces = '';
      ALTER ROLE orders_app IN DATABASE app SET app.tenant = 'o''x \\ "y", %I {{name}}';
      ALTER ROLE orders_app IN DATABASE app SET lock_timeout = '11s';
      ALTER ROLE orders_app IN DATABASE postgres SET lock_timeout = '12s';
      """;

  private static final List<String> SHOWN =
      List.of(
          "current_setting('statement_timeout')",
          "current_setting('datestyle')",
          "current_setting('timezone')",
          "current_setting('log_min_duration_statement')",
          "current_setting('temp_tablespaces')",
          "current_setting('app.tenant')",
          "current_setting('lock_timeout')",
          "current_schemas(false)");

  private static LeasedServers servers;

  @BeforeAll
  static void start() {
    servers = LeasedServers.get();
    for (PostgresVersion version : PostgresVersion.values()) {
      servers.on(version).query(OLD_LOGIN);
    }
  }

  /** Other tests' roles would have them, too. */
  @AfterAll
  static void resetWhatTheGroupHas() {
    for (PostgresVersion version : PostgresVersion.values()) {
      servers
          .on(version)
          .query(
              "ALTER ROLE app_settings RESET ALL; ALTER ROLE app_settings IN DATABASE app RESET ALL;"
                  + " ALTER ROLE app_settings IN DATABASE postgres RESET ALL;"
                  + " ALTER ROLE app_rw RESET ALL");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewRoleHasWhatWasSetForTheOldLogin(PostgresVersion version) throws SQLException {
    PostgresServer server = servers.on(version);
    server.query(LeasedServers.file("old-login"));
    server.query(LeasedServers.file("old-login"));
    for (String role : List.of("orders", "owner")) {
      Lease lease = servers.lease(version, role);
      try (Connection before = server.connect(OLD);
          Connection now = server.connect(lease.login())) {
        for (String shown : SHOWN) {
          assertThat(Answer.of(now, "SELECT " + shown))
              .as(shown)
              .isEqualTo(Answer.of(before, "SELECT " + shown));
        }
        assertThat(Answer.of(now, "SELECT current_schemas(false)"))
            .isEqualTo("{orders_app,\"we,ird\\\"x\",public}");
        assertThat(Answer.of(now, "SELECT count(*) FROM prices")).isEqualTo("0");
      }
      try (Connection elsewhere =
          Sql.connect(new Driver(), server.url("postgres"), lease.login(), Map.of())) {
        assertThat(Answer.of(elsewhere, "SHOW lock_timeout")).isEqualTo("12s");
      }
      servers.revoke(lease);
    }
    assertThat(server.ephemeralRoles()).isEmpty();
  }

  /** A member of a group may act as it, and a role may change its own settings. */
  @ParameterizedTest
  @EnumSource
  void aLeaseLeavesNoSettingBehindForTheNextOne(PostgresVersion version) throws SQLException {
    PostgresServer server = servers.on(version);
    Lease stolen = servers.lease(version, "orders");
    try (Connection thief = server.connect(stolen.login())) {
      Sql.query(thief, "SET ROLE app_rw");
      Sql.query(thief, "ALTER ROLE app_rw SET idle_in_transaction_session_timeout = 7");
      for (String role : List.of("app_settings", "vault", "app_owner")) {
        String change = "ALTER ROLE " + role + " SET idle_in_transaction_session_timeout = 7";
        assertThatThrownBy(() -> Sql.query(thief, change))
            .as(role)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
      }
    }
    servers.revoke(stolen);
    Lease next = servers.lease(version, "orders");
    try (Connection session = server.connect(next.login())) {
      assertThat(Answer.of(session, "SHOW idle_in_transaction_session_timeout")).isEqualTo("0");
    }
    servers.revoke(next);
  }

  @ParameterizedTest
  @EnumSource
  void settingsHoldUnderTheRoleThatSessionsBeginAs(PostgresVersion version) throws SQLException {
    PostgresServer server = servers.on(version);
    server.query(LeasedServers.file("old-login"));
    Lease lease = servers.lease(version, "owner");
    try (Connection session =
        Sql.connect(
            new Driver(), server.url(), lease.login(), Map.of("options", "-c role=app_owner"))) {
      assertThat(Answer.of(session, "SELECT current_user")).isEqualTo("app_owner");
      assertThat(Answer.of(session, "SHOW statement_timeout")).isEqualTo("33s");
      assertThat(Answer.of(session, "SELECT current_schemas(false)"))
          .isEqualTo("{orders_app,\"we,ird\\\"x\",public}");
      Sql.query(session, "CREATE TABLE made_under_it (id int)");
      assertThat(
              Answer.of(
                  session,
                  "SELECT schemaname || '.' || tableowner FROM pg_tables"
                      + " WHERE tablename = 'made_under_it'"))
          .isEqualTo("orders_app.app_owner");
      Sql.query(session, "DROP TABLE made_under_it");
    }
    servers.revoke(lease);
    assertThat(server.ephemeralRoles()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void showsTheSessionsThatUseNoShortLivedRole(PostgresVersion version) throws SQLException {
    PostgresServer server = servers.on(version);
    server.query("GRANT app_rw TO orders_app");
    Lease lease = servers.lease(version, "orders");
    Lease dropped = servers.lease(version, "orders");
    try (Connection auditor = server.connect();
        Connection old = server.connect(OLD);
        Connection other = server.connect(OLD);
        Connection ephemeral = server.connect(lease.login());
        Connection orphan = server.connect(dropped.login())) {
      server.dropRole(dropped.login().user());
      assertThat(Rows.of(auditor, LeasedServers.file("static-sessions")))
          .extracting(row -> row.get(0).replaceAll("\\d+", "N") + " " + row.get(3))
          .containsExactly("orders_app 2", "(dropped role N) 1");
      assertThat(other.isValid(1) && old.isValid(1) && ephemeral.isValid(1)).isTrue();
      assertThat(orphan.isValid(1)).isTrue();
    }
    servers.revoke(lease);
    servers.revoke(dropped);
  }

  @ParameterizedTest
  @EnumSource
  void showsRolesThatNoLeaseStandsForWithWhatKeepsThem(PostgresVersion version)
      throws SQLException {
    PostgresServer server = servers.on(version);
    Lease leased = servers.lease(version, "orders");
    Lease ended = servers.lease(version, "owner");
    Lease half = servers.lease(version, "orders");
    String role = ended.login().user();
    server.query("CREATE TABLE hers (id int); ALTER TABLE hers OWNER TO \"" + role + "\"");
    server.query("ALTER ROLE \"" + role + "\" VALID UNTIL '2001-01-01'");
    server.query("ALTER ROLE \"" + half.login().user() + "\" NOLOGIN");
    try (Connection auditor = server.connect()) {
      assertThat(Rows.of(auditor, LeasedServers.file("abandoned-roles")))
          .extracting(row -> row.get(0) + " " + row.get(2) + " " + row.get(3) + " " + row.get(4))
          .containsExactly(role + " t 0 1", half.login().user() + " f 0 0");
    }
    assertThatThrownBy(() -> servers.revoke(ended)).hasMessageContaining("2BP01");
    server.query("REASSIGN OWNED BY \"" + role + "\" TO app_owner; DROP TABLE hers");
    servers.revoke(ended);
    servers.revoke(half);
    servers.revoke(leased);
    assertThat(server.ephemeralRoles()).isEmpty();
  }

  /** In a database of PostgreSQL 14 or before everybody creates in public, but not its owner. */
  @ParameterizedTest
  @EnumSource
  void theOwnerAloneCreatesInADatabaseThatComesFromPostgreSql14(PostgresVersion version)
      throws SQLException {
    PostgresServer server = servers.on(version);
    server.query("CREATE DATABASE old");
    try (Connection superuser =
        Sql.connect(new Driver(), server.url("old"), server.superuser(), Map.of())) {
      Sql.query(
          superuser, "ALTER SCHEMA public OWNER TO postgres; GRANT ALL ON SCHEMA public TO PUBLIC");
      Sql.query(superuser, LeasedServers.file("group-role").replaceAll("app(_\\w+)?", "old$1"));
      String may = "SELECT has_schema_privilege('%s', 'public', 'CREATE')";
      assertThat(Answer.of(superuser, may.formatted("orders_app"))).isEqualTo("f");
      assertThat(Answer.of(superuser, may.formatted("old_rw"))).isEqualTo("f");
      assertThat(Answer.of(superuser, may.formatted("old_owner"))).isEqualTo("t");
    }
  }

  /** From PostgreSQL 16 on Vault may give the groups away and no more; before, it is in them. */
  @ParameterizedTest
  @EnumSource
  void vaultHasNothingOfTheGroupsWhereThatCanBeHad(PostgresVersion version) throws SQLException {
    PostgresServer server = servers.on(version);
    try (Connection superuser = server.connect()) {
      String has = "SELECT pg_has_role('vault', '%s', 'USAGE')";
      String expected = version == PostgresVersion.V15 ? "t" : "f";
      assertThat(Answer.of(superuser, has.formatted("app_rw"))).isEqualTo(expected);
      assertThat(Answer.of(superuser, has.formatted("app_owner"))).isEqualTo(expected);
    }
  }
}
