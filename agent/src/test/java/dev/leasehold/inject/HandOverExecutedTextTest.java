// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.HandOverResult.HandOverKind;
import dev.leasehold.testbed.postgresql.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** State that a text leaves in its session, which a function of the database executes. */
class HandOverExecutedTextTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE EXTENSION pg_trgm");
    server.query("CREATE LANGUAGE plpython3u HANDLER plpgsql_call_handler"); // Nothing is called.
    MovableSessions.createUsers(server, "before", "after");
  }

  @AfterEach
  void dropFunction() {
    server.query(
        "DROP FUNCTION IF EXISTS public.enter(), public.enter(text), public.enter(text[]),"
            + " public.enter(text, text, bool)");
  }

  /** The text comes with the call, as a value that is bound. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE q; END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE /* all of */ enter.q; END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE (trim(q)) USING 7; END'",
        "(\"a.$q\" text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE \"a.$q\" || ''7''; END'",
        "(text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''%s'', q); END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE format(E''%1$s;'', trim(q)); END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE '''' || q; END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ((q)); END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE \"enter\".q; END'",
        "(\"$q\" text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE \"$q\"; END'",
        "(запрос text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE запрос; END'",
        "(clé text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE clé; END'",
        "(Élan text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE Élan; END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN RAISE ''-- %'', now(); EXECUTE q; END'",
        "(text) RETURNS void LANGUAGE plpython3u AS 'plpy.execute(args[0])'",
        "(text) RETURNS SETOF text LANGUAGE plpgsql AS 'BEGIN RETURN QUERY EXECUTE $1; END'",
        "(q text) RETURNS void LANGUAGE plpython3u AS 'plpy.execute(q)'",
        "(q text) RETURNS void LANGUAGE plpython3u AS 'x = \"--\"; plpy.execute(q)'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'DECLARE \"a--b\" int; BEGIN EXECUTE q; END'",
        "(text) RETURNS void LANGUAGE plpython3u AS 'plpy.execute(plpy.prepare(args[0]))'",
        "(q text) RETURNS void LANGUAGE plpython3u AS 'for row in plpy.cursor(q): pass'",
        "(q text) RETURNS void LANGUAGE plpython3u AS E's = q\\nplpy.execute(s)'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE format($f$%s$f$, q); END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE '' '' || q; END'",
        "(q text[]) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE concat(VARIADIC q); END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE (SELECT q); END'",
        "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE NEW.sql; RETURN NEW; END'",
        "() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE TG_ARGV[0]; RETURN NEW; END'",
        "(text, text, bool) RETURNS text LANGUAGE internal AS 'set_config_by_name'"
      })
  void aFunctionThatExecutesWhatItIsGivenKeepsAllSessionsOfItsDatabase(String rest)
      throws Exception {
    keepsAllSessions("CREATE FUNCTION public.enter" + rest);
  }

  /** Nobody may drop it, and PostGIS has such functions. */
  @Test
  void aMemberOfAnExtensionMayExecuteWhatItIsGiven() throws Exception {
    server.query(
        "CREATE FUNCTION public.enter(q text) RETURNS void LANGUAGE plpgsql"
            + " AS 'BEGIN EXECUTE q; END'");
    server.query("ALTER EXTENSION pg_trgm ADD FUNCTION public.enter(text)");
    try {
      assertThat(MovableSessions.moveOnce(server)).isEqualTo(HandOverResult.MOVED);
    } finally {
      server.query("ALTER EXTENSION pg_trgm DROP FUNCTION public.enter(text)");
    }
    assertThat(MovableSessions.moveOnce(server).kind()).isEqualTo(HandOverKind.PINNED);
  }

  /** By a variable, which is given the text first. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "(q text) ! s text := q ! EXECUTE s",
        "() ! s text := new.sql ! EXECUTE s; RETURN NEW",
        "(q text) ! n int; s CONSTANT varchar(20) NOT NULL DEFAULT trim(q) ! EXECUTE s",
        "(text) ! S text = $1 ! EXECUTE s",
        "(text) ! s ALIAS FOR $1 ! EXECUTE s",
        "(q text) ! s text ! s := q; EXECUTE s",
        "(q text) ! s text ! s /* all of */ = q || ';'; EXECUTE s",
        "(q text) ! s text ! IF q > '' THEN s := q; ELSE s := 'SELECT 1'; END IF; EXECUTE s",
        "(q text) ! \"the text\" text ! \"the text\" := q; EXECUTE \"the text\"",
        "(q text) ! s text[] ! s[1] := q; EXECUTE s[1]",
        "(q text) ! a text := q; b text ! b := a; EXECUTE b",
        "(q text) ! s text; a text[] := ARRAY[q] ! FOREACH s IN ARRAY a LOOP EXECUTE s; END LOOP",
        "(q text) ! s text ! SELECT q INTO s; EXECUTE s",
        "(q text) ! s text ! SELECT trim(q), 1 INTO STRICT s FROM games; EXECUTE s",
        "(q text) ! s text ! SELECT INTO s q; EXECUTE s",
        "(q text[]) ! s text ! FOREACH s IN ARRAY q LOOP EXECUTE s; END LOOP",
        "(q text[]) ! s text[] ! FOREACH s SLICE 1 IN ARRAY q LOOP EXECUTE s[1]; END LOOP",
        "(q text) ! s text ! FOREACH s IN ARRAY string_to_array(q, ';') LOOP EXECUTE s; END LOOP",
        "(q text[]) ! s text ! FOR s IN SELECT unnest(q) LOOP EXECUTE s; END LOOP",
        "(q text[]) ! r record ! FOR r IN SELECT s FROM unnest(q) AS s LOOP EXECUTE r.s; END LOOP"
      })
  void aFunctionThatExecutesAVariableWithWhatItIsGivenKeepsAllSessionsOfItsDatabase(
      String parameters, String variables, String body) throws Exception {
    keepsAllSessions(function(parameters, variables, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "(t text) ! s text := 'SELECT ' || t ! EXECUTE s",
        "(t text) ! s text := format('SELECT %L', t) ! EXECUTE s",
        "(t text) ! s text ! s := concat('SELECT ', t); EXECUTE s",
        "(t text) ! n text := trim(t) ! EXECUTE format('SELECT %L', n)",
        "(t text) ! s text ! SELECT sql INTO s FROM jobs WHERE id = t; EXECUTE s",
        "(t text) ! r record ! FOR r IN SELECT sql FROM jobs WHERE id = t LOOP EXECUTE r.sql; END LOOP",
        "(t text, OUT o text) ! s text := 'SELECT 1' ! o := s; EXECUTE s"
      })
  void aFunctionThatExecutesAVariableWithWhatItHasWrittenKeepsNone(
      String parameters, String variables, String body) throws Exception {
    server.query(function(parameters, variables, body));
    assertThat(MovableSessions.moveOnce(server)).isEqualTo(HandOverResult.MOVED);
  }

  private static String function(String parameters, String variables, String body) {
    String returned = parameters.contains("OUT") ? "text" : "void";
    returned = body.contains("NEW") ? "trigger" : returned;
    String source = "DECLARE " + variables + "; BEGIN " + body + "; END";
    return "CREATE FUNCTION public.enter"
        + parameters
        + (" RETURNS " + returned + " LANGUAGE plpgsql AS $body$" + source + "$body$");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SELECT %L'', q); END'",
        "(q text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELECT $1'' USING q; END'",
        "(qa text) RETURNS void LANGUAGE plpgsql AS 'DECLARE q text := ''SELECT 1'';"
            + " BEGIN EXECUTE q; END'",
        "(text, OUT q text) RETURNS text LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SELECT'' || $1; END'",
        "(запрос text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SELECT 1''); END'",
        "(text) RETURNS void LANGUAGE plpgsql AS 'BEGIN RAISE ''load % of %'', $1, $1; END'",
        "(text) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN $1 IN (''load'', ''cpu''); END'",
        "(t text) RETURNS void LANGUAGE plpython3u AS"
            + " 'plpy.execute(plpy.prepare(\"SELECT $1\", [\"text\"]), [t])'",
        "(text) RETURNS bool LANGUAGE internal AS 'booltext'"
      })
  void aFunctionThatExecutesWhatItHasWrittenKeepsNone(String rest) throws Exception {
    server.query("CREATE FUNCTION public.enter" + rest);
    assertThat(MovableSessions.moveOnce(server)).isEqualTo(HandOverResult.MOVED);
  }

  private static void keepsAllSessions(String function) throws Exception {
    server.query(function);
    HandOverResult result = MovableSessions.moveOnce(server);
    assertThat(result.kind()).isEqualTo(HandOverKind.PINNED);
    assertThat(result.reason()).contains("the function public.enter of its database");
  }
}
