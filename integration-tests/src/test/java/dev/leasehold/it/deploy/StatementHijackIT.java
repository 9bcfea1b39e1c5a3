// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.PostgresVersion;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.Driver;

/** The owner of the application's tables gets nothing run as Vault's login, and stops nothing. */
class StatementHijackIT {

  private static final String SPRUNG = "the trap ran as ";
  private static final String VAULT = "vault";

  /** As the owner of a database: everything that the words of the statements could mean. */
  private static final String TRAPS =
      """
      SET search_path = pg_catalog;
      CREATE FUNCTION public.sprung() RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS
        $f$ BEGIN RAISE LOG 'the trap ran as %', current_user; RETURN true; END $f$;
      GRANT EXECUTE ON FUNCTION public.sprung() TO PUBLIC;
      DO $do$
      DECLARE
        words text[] := '{WORDS}';
        types text[] := '{name,text,oid,int4,int8,bool,timestamptz,interval,_int4,_text,regclass}';
        trap record;
      BEGIN
        FOR trap IN
          SELECT proname, pg_get_function_identity_arguments(p.oid) AS arguments,
            format_type(prorettype, NULL) AS result, proretset
          FROM pg_proc AS p
          WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND proname = ANY (words)
            AND NOT EXISTS (
              SELECT FROM pg_type
              WHERE (pg_type.oid = ANY (proargtypes) OR pg_type.oid = prorettype) AND typtype = 'p')
          UNION ALL
          VALUES ('pg_terminate_backend', 'integer, integer', 'boolean', false),
            ('format', 'text, text', 'text', false),
            ('format', 'text, text, text', 'text', false),
            ('format', 'text, text, text, text', 'text', false),
            ('format', 'text, name', 'text', false),
            ('unnest', 'integer[]', 'integer', true),
            ('unnest', 'text[]', 'text', true)
        LOOP
          EXECUTE format(
            'CREATE FUNCTION public.%I(%s) RETURNS %s %s LANGUAGE plpgsql AS'
              ' $f$ BEGIN PERFORM public.sprung(); RETURN %s; END $f$',
            trap.proname, trap.arguments, CASE WHEN trap.proretset THEN 'SETOF' ELSE '' END,
            trap.result, CASE WHEN trap.proretset THEN '' ELSE 'NULL' END);
        END LOOP;
        FOR trap IN
          SELECT oprname, l.typname AS l, r.typname AS r
          FROM (VALUES ('='), ('<>'), ('>'), ('<'), ('+'), ('||')) AS o (oprname)
          CROSS JOIN pg_type AS l CROSS JOIN pg_type AS r
          WHERE l.typname = ANY (types) AND r.typname = ANY (types)
            AND l.typnamespace = 'pg_catalog'::regnamespace AND r.typnamespace = 'pg_catalog'::regnamespace
        LOOP
          EXECUTE format(
            'CREATE OR REPLACE FUNCTION public.trap(pg_catalog.%1$I, pg_catalog.%2$I) RETURNS boolean'
              ' LANGUAGE plpgsql AS $f$ BEGIN RETURN public.sprung(); END $f$;'
              ' CREATE OPERATOR public.%3$s (FUNCTION = public.trap, LEFTARG = pg_catalog.%1$I, RIGHTARG = pg_catalog.%2$I)',
            trap.l, trap.r, trap.oprname);
        END LOOP;
        FOR trap IN
          SELECT relname FROM pg_class
          WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v') AND relname = ANY (words)
            AND relname <> 'pg_authid'
        LOOP
          EXECUTE format(
            'CREATE VIEW public.%1$I AS SELECT * FROM pg_catalog.%1$I WHERE public.sprung();'
              ' GRANT SELECT ON public.%1$I TO PUBLIC', trap.relname);
        END LOOP;
        FOR trap IN SELECT unnest(ARRAY['name', 'oid', 'regclass', 'timestamptz']) AS typname LOOP
          EXECUTE format('CREATE DOMAIN public.%1$I AS pg_catalog.%1$I CHECK (public.sprung())', trap.typname);
        END LOOP;
      END $do$;
      ALTER DATABASE trap SET search_path = public, pg_catalog;
      """;

  private static LeasedServers servers;

  @BeforeAll
  static void start() {
    servers = LeasedServers.get();
  }

  /** At its worst: Vault logs in to the attacker's database, without a search path of its own. */
  @ParameterizedTest
  @EnumSource
  void runsNothingThatAnApplicationsRoleHasMade(PostgresVersion version) throws Exception {
    PostgresServer server = servers.on(version);
    server.query("CREATE DATABASE trap OWNER app_owner");
    setTraps(version, "trap");
    server.query("ALTER ROLE vault RESET search_path");
    try (Connection vault = connect(server, "trap", server.vault())) {
      Sql.query(vault, "SELECT pg_terminate_backend(0, 5000)");
      assertThat(sprung(server, VAULT)).as("the traps work").isEqualTo(1);
      servers.connect(version, Map.of("connection_url", servers.url(version, "trap")));
      for (String role : List.of("orders", "owner")) {
        Lease lease = servers.lease(version, role);
        Connection session = server.connect(lease.login());
        servers.renew(lease);
        servers.revoke(lease);
        assertThat(session.isValid(1)).isFalse();
      }
      assertThat(sprung(server, VAULT)).as("traps that ran as Vault's login").isEqualTo(1);
      assertThat(server.ephemeralRoles()).isEmpty();
    } finally {
      server.query("ALTER ROLE vault SET search_path = pg_catalog, pg_temp");
      servers.connect(version, Map.of());
    }
  }

  /** The login of the application so far owns its database as a rule. */
  @ParameterizedTest
  @EnumSource
  void aSuperuserRunsNothingThatTheOldLoginHasMade(PostgresVersion version) throws Exception {
    PostgresServer server = servers.on(version);
    String superuser = server.superuser().user();
    server.query("CREATE DATABASE trap_once OWNER app_owner; CREATE ROLE trap_app LOGIN");
    setTraps(version, "trap_once");
    try (Connection session = connect(server, "trap_once", server.superuser())) {
      Sql.query(session, "SELECT pg_terminate_backend(0, 5000)");
    }
    assertThat(sprung(server, superuser)).as("the traps work").isEqualTo(1);
    for (String file :
        List.of(
            "old-login", "static-sessions", "abandoned-roles", "vault-role", "migration-role")) {
      String statements = LeasedServers.file(file).replace("orders_app", "trap_app");
      try (Connection session = connect(server, "trap_once", server.superuser())) {
        // Vault's login is there; the part that grants it a group may run again.
        Sql.query(
            session,
            file.equals("vault-role")
                ? statements.substring(statements.indexOf("DO $$"))
                : statements);
      }
      assertThat(sprung(server, superuser)).as("traps that " + file + " sprung").isEqualTo(1);
    }
  }

  /** It goes before the settings of a database's owner for all logins there. */
  @ParameterizedTest
  @EnumSource
  void vaultsLoginHasASearchPathOfItsOwn(PostgresVersion version) throws SQLException {
    PostgresServer server = servers.on(version);
    server.query("CREATE DATABASE path OWNER app_owner");
    server.query("ALTER DATABASE path SET search_path = public, pg_catalog");
    try (Connection vault = connect(server, "path", server.vault())) {
      assertThat(Answer.of(vault, "SHOW search_path")).isEqualTo("pg_catalog, pg_temp");
    }
  }

  /**
   * The owner's setting for the database holds for every login there, Vault's too if it were there.
   */
  @ParameterizedTest
  @EnumSource
  void isNotStoppedByWhatTheOwnerOfTheDatabaseSetsForIt(PostgresVersion version) throws Exception {
    PostgresServer server = servers.on(version);
    Lease attacker = servers.lease(version, "owner");
    try (Connection session = server.connect(attacker.login())) {
      Sql.query(
          session, "SET ROLE app_owner; ALTER DATABASE app SET default_transaction_read_only = on");
      Sql.query(session, "ALTER DATABASE app SET statement_timeout = '1ms'");
      servers.connect(version, Map.of());
      Lease lease = servers.lease(version, "orders");
      servers.renew(lease);
      servers.revoke(lease);
      servers.revoke(attacker);
      assertThat(session.isValid(1)).isFalse();
    } finally {
      try (Connection elsewhere = connect(server, "postgres", server.superuser())) {
        Sql.query(elsewhere, "ALTER DATABASE app RESET ALL");
      }
    }
  }

  private static void setTraps(PostgresVersion version, String database) throws SQLException {
    Lease attacker = servers.lease(version, "owner");
    try (Connection session = connect(servers.on(version), database, attacker.login())) {
      String traps =
          TRAPS.replace("WORDS", words()).replace("DATABASE trap", "DATABASE " + database);
      Sql.query(session, "SET ROLE app_owner; " + traps);
    }
    servers.revoke(attacker);
  }

  /** Every word in the statements: the names of called functions are among them. */
  private static String words() {
    return Stream.of(
            "creation",
            "creation-migration",
            "creation-settings",
            "renew",
            "revocation",
            "old-login",
            "static-sessions",
            "abandoned-roles",
            "vault-role",
            "migration-role")
        .map(LeasedServers::file)
        .flatMap(text -> Pattern.compile("[a-z_0-9]+").matcher(text).results())
        .map(result -> result.group())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(","));
  }

  private static Connection connect(PostgresServer server, String database, Login login)
      throws SQLException {
    return Sql.connect(new Driver(), server.url(database), login, Map.of());
  }

  private static long sprung(PostgresServer server, String user) throws IOException {
    try (Stream<String> log = Files.lines(server.log())) {
      return log.filter(line -> line.endsWith(SPRUNG + user)).count();
    }
  }
}
