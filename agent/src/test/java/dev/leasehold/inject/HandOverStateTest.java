// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.execute;
import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.Writer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.TimeZone;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of a session is there afterwards, or the session stays. */
class HandOverStateTest {

  private static final String TIMEOUT = "transaction_timeout";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE SEQUENCE orders_seq");
    server.query("CREATE EXTENSION pg_trgm");
    server.query("CREATE EXTENSION isn");
    server.query("CREATE TABLE games (seed int)");
    server.query("GRANT ALL ON games TO app_rw");
    MovableSessions.createUsers(server, "before", "after");
    server.query("CREATE ROLE app_other ROLE app_rw");
    server.query("GRANT ALL ON orders_seq TO app_rw");
    server.query("GRANT TEMPORARY ON DATABASE app TO app_rw");
  }

  /**
   * Settings of a session in {@code pg_settings} are there afterwards, and settings that it reset
   * are not.
   */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void settingsOfTheSessionAreCarriedOver(String library) throws Exception {
    try (KeptConnection orders = new KeptConnection(server, library)) {
      Connection kept = orders.connection;
      execute(kept, "SET statement_timeout = '7s'");
      execute(kept, "SET search_path = \"$user\", pg_temp, 'public'");
      execute(kept, "SET TimeZone = 'Pacific/Auckland'");
      execute(kept, "SET work_mem = '5MB'");
      kept.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      kept.setNetworkTimeout(Runnable::run, 54_321);
      kept.setReadOnly(true);
      String settings = settings(kept);
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("handedOver", 2);
      assertThat(settings(kept)).isEqualTo(settings).contains("7s", "Auckland", "5MB", "orders");
      assertThat(kept.getNetworkTimeout()).isEqualTo(54_321);
      assertThat(kept.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);

      execute(kept, "RESET ALL");
      settings = settings(kept);
      orders.deployment.rotateTo(3);
      orders.deployment.recorder.await("handedOver", 3);
      assertThat(settings(kept)).isEqualTo(settings).doesNotContain("Auckland");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT pg_advisory_lock(7)                       | advisory lock",
        "LISTEN changes                                   | LISTEN",
        "CREATE TEMPORARY TABLE mine (id int)             | temporary objects",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1          | cursor WITH HOLD",
        "PREPARE mine AS SELECT 1                         | prepared in SQL",
        "SET ROLE app_other                               | another role",
        "SET app.tenant = 'seven'                         | setting of the application's own",
        "SET SESSION \"app.tenant\" = 'seven'             | setting of the application's own",
        "SET U&\"app\\002Etenant\" = 'seven'             | name is written with escapes",
        "SET SESSION u&\"app.tenant\" TO 'seven'          | name is written with escapes",
        "SET LOCAL U&\"se\\0065d\" = 0.5                 | name is written with escapes",
        "SELECT set_config('app.tenant', 'seven', false)  | set_config",
        "SELECT set_config(concat('app', '.tenant'), 'seven', false) | set_config",
        "/* UPDATE a */ SET app.tenant = 'seven'          | setting of the application's own",
        "SET größe·x.tenant = 'seven'                     | setting of the application's own",
        "DO 'BEGIN EXECUTE ''SET app.x = 1''; END'        | setting of the application's own",
        "SELECT set_config('app.x', '1', true), set_config('app.y', '1', false) | set_config",
        "SELECT setseed(0.5)                              | setseed",
        "SELECT set_limit(0.8)                            | called set_limit",
        "SELECT isn_weak(true)                            | called isn_weak",
        "UPDATE pg_settings SET setting = '0.8' WHERE name = 'pg_trgm.similarity_threshold' | pg_settings",
        "WITH one AS (SELECT 1) UPDATE ONLY pg_catalog.\"pg_settings\" SET setting = 5000 WHERE name = 'work_mem' | pg_settings",
        "DO 'BEGIN /* sepgsql_setcon() */ END'              | sepgsql_setcon",
        "DO '/* $_SHARED{tenant} */ BEGIN END'            | PL/Perl",
        "DO 'BEGIN /* LANGUAGE plpython3u GD.clear() */ END' | PL/Python",
        "SELECT nextval('orders_seq'), lastval()          | lastval",
        "SELECT pg_backend_pid()                          | number of its session",
        "SET /* one /* two */ */ app.tenant = 'seven'     | setting of the application's own",
        "SET SESSION/**/app/**/./**/tenant = 'seven'      | setting of the application's own",
        "DO 'BEGIN /* pg_backup_start */ END'             | pg_backup_start",
        "SET local.tenant = 'seven'                       | setting of the application's own",
        "SET LOCAL app.x = 1; SET app.y = 1               | setting of the application's own",
        "SET LOCAL seed = 0.5                             | seed of random numbers",
        "SET seed = 0.5                                   | seed of random numbers",
        "SET SESSION \"seed\" TO 0.5                    | seed of random numbers",
        "DO 'BEGIN EXECUTE format(''SET %I = 1'', ''app.x''); END' | name is not in its text",
        "DO 'BEGIN EXECUTE concat(''SET app'', ''.x = 1''); END' | name is not in its text",
        "DO $x$BEGIN EXECUTE $q$SET app.x = '7'$q$; END$x$ | setting of the application's own",
        "DO $$BEGIN EXECUTE concat($q$SET app.x = $q$, 7); END$$ | setting of the application's own",
        "DO $$BEGIN EXECUTE concat($q$SET $q$, 'app.x = 7'); END$$ | name is not in its text",
        "DO $$BEGIN EXECUTE concat($q$SET app$q$, '.x = 7'); END$$ | name is not in its text",
        "DO $$BEGIN EXECUTE format('SET app%s = 7', '.x'); END$$ | name is not in its text",
        "DO $$BEGIN EXECUTE format('SET \"%s\" = 7', 'app.x'); END$$ | name is not in its text",
        "CREATE TEXT SEARCH CONFIGURATION pg_temp.mine (COPY = pg_catalog.english) | temporary objects",
        "CREATE OPERATOR pg_temp.@@@ (LEFTARG = int, RIGHTARG = int, PROCEDURE = int4pl) | temporary objects"
      })
  void aSessionWhoseStateCannotBeMovedStaysWithTheReason(String statement, String reason)
      throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest")) {
      Connection kept = orders.connection;
      assertThat(kept.isValid(5)).isTrue();
      execute(kept, statement);
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("pinned", 1);
      assertThat(orders.deployment.recorder.pins()).singleElement().asString().contains(reason);
      assertThat(text(kept, "SELECT session_user")).startsWith("v-test-1-");
      assertThat(kept.isValid(5)).as("told to go, as without").isFalse();
      assertThat(orders.deployment.recorder.handedOver()).isZero();
    }
  }

  /** A driver sends the text of a statement in one of two ways, with a bound value or without. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, simple",
    "postgresql-42.2.2, extended",
    "postgresql-newest, simple",
    "postgresql-newest, extended"
  })
  void aShownSettingThatAFunctionHasMadeIsCarriedOver(String library, String mode)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", "preferQueryMode", mode);
        Connection fresh = sessions.fresh("after");
        PreparedStatement set =
            live.prepareStatement("SELECT set_config('search_path', ?, false)")) {
      set.setString(1, "seven, public");
      set.execute();
      execute(live, "/* it's */ SELECT set_config('work_mem', '5MB', false)");
      assertThat(sessions.obstacle(live)).isNull();
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(text(live, "SELECT session_user")).isEqualTo("after");
      assertThat(text(live, "SELECT current_setting('search_path')")).isEqualTo("seven, public");
      assertThat(text(live, "SELECT current_setting('work_mem')")).isEqualTo("5MB");
    }
  }

  /** By a function as by a statement: the question for the state tells of both. */
  @ParameterizedTest
  @ValueSource(strings = {"role", "ROLE"})
  void aRoleThatAFunctionHasSetIsSeen(String name) throws Exception {
    assertPinned(
        kept -> execute(kept, "SELECT set_config('" + name + "', 'app_other', false)"),
        "another role");
  }

  /** That of {@code leasehold.set-role}, in which each session of the binding begins. */
  @Test
  void theRoleOfTheBindingIsThatOfTheNewSession() throws Exception {
    SessionStart start = new SessionStart("app_rw", null);
    Deployment deployment = MovableSessions.deploy(server, MovableSessions.policy(false), start);
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest", deployment)) {
      assertThat(text(orders.connection, "SELECT CURRENT_USER")).isEqualTo("app_rw");
      deployment.rotateTo(2);
      deployment.recorder.await("handedOver", 2);
      assertThat(text(orders.connection, "SELECT SESSION_USER")).startsWith("v-test-2-");
      assertThat(text(orders.connection, "SELECT CURRENT_USER")).isEqualTo("app_rw");

      execute(orders.connection, "SET ROLE NONE");
      deployment.rotateTo(3);
      deployment.recorder.await("pinned", 2);
      assertThat(deployment.recorder.pins()).containsExactly("it has set another role");
      assertThat(text(orders.connection, "SELECT CURRENT_USER")).startsWith("v-test-2-");
    }
  }

  /** By the driver's fast path, of which it parses nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void whatIsCalledWithoutAStatementIsSeen(String library) throws Exception {
    assertPinned(
        library,
        kept -> {
          FastPath.setConfig(kept, "app.tenant", "seven");
          assertThat(text(kept, "SHOW app.tenant")).isEqualTo("seven");
        },
        "called a function without a statement");
  }

  /** An object that they open there ends with its transaction. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aSessionThatHasUsedLargeObjectsIsMoved(String library) throws Exception {
    try (KeptConnection orders = new KeptConnection(server, library)) {
      orders.connection.setAutoCommit(false);
      FastPath.useLargeObject(orders.connection);
      orders.connection.setAutoCommit(true);
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("handedOver", 2);
      assertThat(orders.deployment.recorder.pins()).isEmpty();
    }
  }

  /** Words alone do not tell a column from a setting. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE games SET seed = 7",
        "SELECT load, listen FROM (VALUES (0.5, true)) AS hosts (load, listen)",
        "SELECT show_limit(), setting FROM pg_settings",
        "WITH every AS (SELECT 1) UPDATE games SET seed = 7",
        "DO $$BEGIN PERFORM 1; UPDATE games SET seed = 7; END$$",
        "DO 'BEGIN EXECUTE ''SET work_mem = 4096''; END'",
        "SELECT set_config('app.tenant', 'se''ven (', true)",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "/* update games g set g.seed = 7 */ UPDATE games SET seed = 7",
        "SET LOCAL app.tenant = 'seven'",
        "SET LOCAL \"app.tenant\" = 'seven'",
        "DO $$BEGIN EXECUTE format('SET LOCAL app.%I = 7', 'tenant'); END$$"
      })
  void aSessionThatHasOnlyChangedWhatIsShownIsMoved(String statement) throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest")) {
      execute(orders.connection, statement);
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("handedOver", 2);
      assertThat(orders.deployment.recorder.pins()).isEmpty();
    }
  }

  /** Nor does the first word of several statements that are sent as one text. */
  @Test
  void aSeedBehindAChangeOfRowsIsSeen() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before", "preferQueryMode", "simple")) {
      execute(live, "UPDATE games SET seed = 1; SET seed = 0.5");
      assertThat(String.valueOf(sessions.obstacle(live))).contains("seed of random numbers");
    }
  }

  /** A comment to the end of its line is none of a row of the other test's. */
  @Test
  void aSettingBehindALineOfCommentIsSeen() throws Exception {
    assertPinned(kept -> execute(kept, "SET -- whose\n app.tenant = 'seven'"), "own");
  }

  /** Its statements that the server has prepared were read in the other way. */
  @Test
  void aSessionThatAFunctionHasReadItsLiteralsAnotherWayStays() throws Exception {
    server.query(
        "CREATE FUNCTION conform() RETURNS text LANGUAGE sql"
            + " AS $$SELECT set_config('standard_conforming_strings', 'off', false)$$");
    try {
      assertPinned(kept -> execute(kept, "SELECT conform()"), "read its literals in another way");
    } finally {
      server.query("DROP FUNCTION conform");
    }
  }

  /** The driver parses nothing of it. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void whatACopyExecutesIsSeen(String library) throws Exception {
    assertPinned(
        library,
        kept -> copyOut(kept, "COPY (SELECT set_config('app.tenant', 'seven', false)) TO STDOUT"),
        "set_config");
  }

  /** Its zone is that of the JVM when it was opened, and no setting of its session's own. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void theTimeZoneThatADriverHasGivenStays(String library) throws Exception {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
    try (KeptConnection orders = new KeptConnection(server, library)) {
      Connection kept = orders.connection;
      assertThat(text(kept, "SHOW TimeZone")).isEqualTo("Pacific/Auckland");
      TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("handedOver", 2);
      assertThat(text(kept, "SHOW TimeZone")).isEqualTo("Pacific/Auckland");
      assertThat(text(kept, "SELECT session_user"))
          .isEqualTo(orders.deployment.life.current().credential().username());
    } finally {
      TimeZone.setDefault(before);
    }
  }

  /** Its name begins as the names of settings that belong to a transaction. */
  @Test
  void theTransactionTimeoutOfASessionIsCarriedOver() throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest")) {
      Connection kept = orders.connection;
      String known = text(kept, "SELECT count(*) FROM pg_settings WHERE name = '" + TIMEOUT + "'");
      assumeTrue("1".equals(known), "from PostgreSQL 17 on");
      execute(kept, "SET " + TIMEOUT + " = '77s'");
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("handedOver", 2);
      assertThat(text(kept, "SHOW " + TIMEOUT)).isEqualTo("77s");
    }
  }

  /** The work of an application on its connection. */
  @FunctionalInterface
  private interface Work {
    void on(Connection connection) throws Exception;
  }

  private static void assertPinned(Work work, String reason) throws Exception {
    assertPinned("postgresql-newest", work, reason);
  }

  private static void assertPinned(String library, Work work, String reason) throws Exception {
    try (KeptConnection orders = new KeptConnection(server, library)) {
      Connection kept = orders.connection;
      work.on(kept);
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("pinned", 1);
      assertThat(orders.deployment.recorder.pins()).singleElement().asString().contains(reason);
      assertThat(orders.deployment.recorder.handedOver()).isZero();
    }
  }

  private static void copyOut(Connection connection, String sql) throws Exception {
    Object copies = connection.getClass().getMethod("getCopyAPI").invoke(connection);
    copies
        .getClass()
        .getMethod("copyOut", String.class, Writer.class)
        .invoke(copies, sql, Writer.nullWriter());
  }

  @Test
  void aSessionThatHasGivenItsStateUpIsMovedAfterAll() throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest")) {
      Connection kept = orders.connection;
      execute(kept, "CREATE TEMPORARY TABLE mine (id int)");
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("pinned", 1);
      execute(kept, "DROP TABLE mine");
      orders.deployment.pass(Duration.ofSeconds(30));
      orders.deployment.recorder.await("handedOver", 2);
      assertThat(kept.isValid(5)).isTrue();
    }
  }

  private static String settings(Connection connection) throws SQLException {
    return text(
        connection,
        "SELECT coalesce(string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name), '')"
            + " FROM pg_settings WHERE source = 'session' AND name NOT LIKE 'transaction%'");
  }
}
