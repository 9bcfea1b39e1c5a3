// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.HandOverResult.HandOverKind;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * State that a function of the database leaves in its session, of which the driver sees the call
 * alone.
 */
class HandOverFunctionsTest {

  private static final String FUNCTION = "CREATE FUNCTION public.enter() RETURNS void ";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE TABLE public.games (seed int)");
    server.query("CREATE TYPE public.address AS (city text)");
    server.query("CREATE TABLE public.people (name text PRIMARY KEY, addr public.address)");
    server.query("CREATE EXTENSION pg_trgm");
    server.query("CREATE LANGUAGE plpython3u HANDLER plpgsql_call_handler"); // Nothing is called.
    MovableSessions.createUsers(server, "before", "after");
  }

  @AfterEach
  void dropFunction() {
    server.query("DROP FUNCTION IF EXISTS public.enter(), public.enter(text)");
    server.query("DROP TABLE IF EXISTS public.gate CASCADE");
    server.query("DROP DOMAIN IF EXISTS public.entered CASCADE");
  }

  /** The statement that reaches it says nothing of a setting. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE VIEW public.seen AS SELECT set_config('app.x', '1', false) FROM gate | seen",
        "CREATE POLICY enter ON gate USING (set_config('app.x', id, false) > '') | gate",
        "ALTER TABLE gate ALTER id SET DEFAULT set_config('app.x', '1', false)   | gate",
        "ALTER TABLE gate ADD CHECK (set_config('app.x', id, false) > '')        | gate",
        "CREATE DOMAIN entered AS text CHECK (set_config('app.x', VALUE, false) > '') | -",
        "CREATE DOMAIN entered AS text DEFAULT set_config('app.x', '1', false)         | -",
        "CREATE FUNCTION enter(x text DEFAULT set_config('app.x', '1', false)) RETURNS text RETURN x | -",
        "CREATE RULE enter AS ON INSERT TO gate DO ALSO SELECT setseed(0.5)             | gate",
        "CREATE VIEW public.seen AS SELECT set_limit(0.8) FROM gate                     | seen",
        "CREATE RULE enter AS ON INSERT TO gate DO ALSO SELECT pg_replication_origin_session_setup('o') | gate",
        "CREATE TRIGGER enter BEFORE INSERT ON gate FOR EACH ROW WHEN (set_config('app.x', new.id, false) > '') EXECUTE FUNCTION suppress_redundant_updates_trigger() | gate"
      })
  void anExpressionThatLeavesWhatNoViewShowsKeepsAllSessionsOfItsDatabase(
      String expression, String relation) throws Exception {
    server.query("CREATE TABLE public.gate (id text)");
    server.query(expression);
    HandOverResult result = MovableSessions.moveOnce(server);
    assertThat(result.kind()).isEqualTo(HandOverKind.PINNED);
    assertThat(result.reason())
        .matches("an expression of (public\\.)?" + relation + " of its database may .*");
  }

  @Test
  void expressionsThatLeaveNothingKeepNone() throws Exception {
    server.query("CREATE TABLE public.gate (id text DEFAULT current_setting('app.x', true))");
    server.query("CREATE VIEW public.seen AS SELECT current_setting('app.x') AS x FROM gate");
    assertThat(MovableSessions.moveOnce(server)).isEqualTo(HandOverResult.MOVED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LANGUAGE sql AS 'SELECT set_config(''app.tenant'', ''seven'', false); SELECT'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(lower(''app.tenant''), ''7'', 1 = 2); END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''seed'', ''0.5'', true); END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''search_path'' || ''.x'', ''7'', false); END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''search_path'', ''\"$user\"'', false),"
            + " set_config(''app.tenant'', ''7'', false); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SELECT set_config(%L, %L, %L)'', ''app.x'', 7, ''f''); END'",
        "LANGUAGE plpgsql AS 'DECLARE n text := ''a.b''; BEGIN EXECUTE format("
            + "''SELECT set_config(%L, %L, %L)'', n, ''search_path'', ''f''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SELECT set_config(%2$L, %1$L, %L)'',"
            + " ''search_path'', ''app.x'', ''f''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SELECT %I, set_config(%L, %L, %L)'', ''seed'',"
            + " ''app.x'', ''search_path'', ''f''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE replace(''SELECT set_config(''''NAME'''', ''''7'''', false)'',"
            + " ''NAME'', ''app.x''); END'",
        "LANGUAGE plpgsql AS 'BEGIN SET app.tenant = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN SET SESSION \"app\".tenant TO 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SET %I = 7'', ''app.tenant''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SET '' || ''app.tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''UPDATE a; '' || ''SET '' || ''app.tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE CASE WHEN now() < ''today'' THEN ''UPDATE a''"
            + " ELSE ''SET '' || ''app.tenant = 7'' END; END'",
        "LANGUAGE plpgsql AS 'DECLARE s text := ''UPDATE a''; BEGIN s := '''' || ''SET '' || ''a.b = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN SET app.current.tenant = ''7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SET app.%I = %L'', ''tenant'', 7); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SET app.tenant_%s = 7'', ''a''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SET app.'' || ''tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SET app'' || ''.tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'DECLARE q text; BEGIN q := format(''SET %I = 7'', ''a.b'');"
            + " EXECUTE q; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE $q$SET $q$ || ''app.tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SET SESSION '' || ''app.tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN SET U&\"app\\002Etenant\" = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN SET app.u&\"tenant\" = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN IF update THEN SET app.tenant = 7; END IF; END'",
        "LANGUAGE plpgsql AS E'BEGIN -- update the tenant\\n SET app.tenant = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN UPDATE people SET seed = 7; SET app.tenant = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN SET seed = 0.5; END'",
        "LANGUAGE plpgsql AS 'BEGIN IF true THEN SET LOCAL \"seed\" TO 0.5; END IF; END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM setseed(0.5); END'",
        "LANGUAGE plpgsql AS 'BEGIN SET /* whose */ app.tenant = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN SET /* one /* two **/ */ app./**/tenant -- seven\n = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_limit(0.8); END'",
        "LANGUAGE plpgsql AS 'BEGIN UPDATE pg_catalog.pg_settings SET setting = 1; END'",
        "LANGUAGE plpgsql AS 'BEGIN LOAD ''auto_explain''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''LOAD %L'', ''auto_explain''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''LOAD %1$L'', ''auto_explain''); END'",
        "LANGUAGE plpgsql AS 'BEGIN LOAD''auto_explain''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''load'' || quote_literal(''auto_explain''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SET /* a */ '' || ''app.tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM pg_replication_origin_session_setup(''o''); END'",
        "LANGUAGE plpython3u AS 'GD.setdefault(\"tenant\", \"seven\")'",
        "LANGUAGE plpython3u AS 'shared = GD\nshared[\"tenant\"] = \"seven\"'",
        "BEGIN ATOMIC SELECT set_config('app.tenant', 'seven', false); SELECT; END"
      })
  void aFunctionThatLeavesWhatNoViewShowsKeepsAllSessionsOfItsDatabase(String body)
      throws Exception {
    server.query(FUNCTION + body);
    HandOverResult result = MovableSessions.moveOnce(server);
    assertThat(result.kind()).isEqualTo(HandOverKind.PINNED);
    assertThat(result.reason()).contains("the function public.enter of its database");
  }

  @Test
  void aMemberOfAnExtensionThatLeavesWhatNoViewShowsKeepsAllSessionsOfItsDatabase()
      throws Exception {
    server.query(FUNCTION + "LANGUAGE plpgsql AS 'BEGIN SET app.tenant = 7; END'");
    server.query("ALTER EXTENSION pg_trgm ADD FUNCTION public.enter()");
    try {
      assertThat(MovableSessions.moveOnce(server).kind()).isEqualTo(HandOverKind.PINNED);
    } finally {
      server.query("ALTER EXTENSION pg_trgm DROP FUNCTION public.enter()");
    }
  }

  /** The setting is carried over, and the role is asked for. */
  @Test
  void aSettingThatAFunctionMakesIsCarriedOverWhereASessionShowsIt() throws Exception {
    server.query(
        FUNCTION
            + "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SELECT set_config(%L, %L, %L)'',"
            + " ''work_mem'', ''5MB'', ''false'');"
            + " PERFORM set_config(''role'', ''app_rw'', false); END'");
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      MovableSessions.execute(live, "SELECT public.enter()");
      assertThat(sessions.move(live, fresh, "before").reason())
          .isEqualTo("it has set another role");
      MovableSessions.execute(live, "RESET ROLE");
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(MovableSessions.text(live, "SHOW work_mem")).isEqualTo("5MB");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''app.tenant'', lower(''7''), true); END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''search_path'', ''public'', false); END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''application_name'', ''shop'', false); END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''zero_damaged_pages'', ''on'', false); END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''DateStyle'', lower(''ISO''), 1 = 2); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SELECT set_config(%L, %L, %L)'',"
            + " ''search_path'', ''public'', ''false''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELECT set_config(''''work_mem'''', ''''5MB'''', false)''; END'",
        "BEGIN ATOMIC SELECT set_config('search_path', 'public', false); SELECT; END",
        "LANGUAGE plpgsql AS 'BEGIN SET LOCAL app.tenant = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SET LOCAL %I = 7'', ''app.tenant''); END'",
        "LANGUAGE plpgsql AS 'BEGIN SET work_mem = ''5MB''; RAISE ''it is not set''; END'",
        "LANGUAGE plpgsql AS 'BEGIN UPDATE games SET seed = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN UPDATE people SET addr.city = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN UPDATE ONLY \"public\".people AS p SET addr.city = 7; END'",
        "LANGUAGE sql AS 'INSERT INTO people VALUES (''a'') ON CONFLICT (name) DO UPDATE"
            + " SET addr.city = 7'",
        "BEGIN ATOMIC UPDATE people p SET addr.city = '7'; SELECT; END",
        "LANGUAGE plpgsql AS 'BEGIN /* SET */ PERFORM show_limit(); -- app.tenant\n END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM setting FROM pg_settings; END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM gd.seed FROM games gd; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''UPDATE %I SET %I = 7'', ''a'', ''b''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''UPDATE '' || ''a'' || '' SET '' || ''b = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SET ROLE %I'', ''app_rw''); END'",
        "LANGUAGE plpgsql SET search_path = public AS 'BEGIN EXECUTE ''SELECT 1''; END'",
        "BEGIN ATOMIC SELECT set_config('app.tenant', 'seven', true); SELECT; END"
      })
  void aFunctionThatLeavesNothingOrWhatIsShownKeepsNone(String body) throws Exception {
    server.query(FUNCTION + body);
    assertThat(MovableSessions.moveOnce(server)).isEqualTo(HandOverResult.MOVED);
  }

  /** Such a server has variables of a session, which are in no view. */
  @ParameterizedTest
  @ValueSource(strings = {"edbspl", "plisql"})
  void aLanguageWithVariablesOfASessionKeepsAllSessionsOfItsDatabase(String language)
      throws Exception {
    server.query("CREATE LANGUAGE " + language + " HANDLER plpgsql_call_handler");
    try {
      HandOverResult result = MovableSessions.moveOnce(server);
      assertThat(result.kind()).isEqualTo(HandOverKind.PINNED);
      assertThat(result.reason()).contains("the language " + language + " of its database");
    } finally {
      server.query("DROP LANGUAGE " + language);
    }
  }

  @Test
  void aCatalogOfPackagesKeepsAllSessionsOfItsDatabase() throws Exception {
    try (Connection owner = server.connect()) {
      MovableSessions.execute(owner, "SET allow_system_table_mods = on");
      MovableSessions.execute(owner, "CREATE TABLE pg_catalog.pg_package ()");
      try {
        HandOverResult result = MovableSessions.moveOnce(server);
        assertThat(result.kind()).isEqualTo(HandOverKind.PINNED);
        assertThat(result.reason()).contains("the catalog of packages of its database");
      } finally {
        MovableSessions.execute(owner, "DROP TABLE pg_catalog.pg_package");
      }
    }
  }

  /** As while a migration changes a table: PostgreSQL locks the tables that a parsed body names. */
  @Test
  void aSearchThatWaitsForALockEndsAtTheServerToo() throws Exception {
    server.query(FUNCTION + "BEGIN ATOMIC SELECT count(seed) FROM public.games; SELECT; END");
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after", "socketTimeout", "60");
        Connection migration = server.connect()) {
      migration.setAutoCommit(false);
      MovableSessions.execute(migration, "LOCK TABLE public.games");
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverKind.NO_SESSION);
      assertThat(result.reason())
          .isEqualTo("the functions of its database could not be searched: SQLState 55P03");
      migration.rollback();
    }
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(MovableSessions.text(live, "SHOW lock_timeout")).isEqualTo("0");
    }
  }
}
