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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a function of the database leaves in its session, of which the driver sees the call alone.
 */
class HandOverFunctionsTest {

  private static final String FUNCTION = "CREATE FUNCTION public.enter() RETURNS void ";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    MovableSessions.createUsers(server, "before", "after");
  }

  @AfterEach
  void dropFunction() {
    server.query("DROP FUNCTION IF EXISTS public.enter()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LANGUAGE sql AS 'SELECT set_config(''app.tenant'', ''seven'', false); SELECT'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(lower(''app.tenant''), ''7'', 1 = 2); END'",
        "LANGUAGE plpgsql AS 'BEGIN SET app.tenant = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN SET SESSION \"app\".tenant TO 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SET %I = 7'', ''app.tenant''); END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE ''SET '' || ''app.tenant = 7''; END'",
        "LANGUAGE plpgsql AS 'BEGIN PERFORM setseed(0.5); END'",
        "BEGIN ATOMIC SELECT set_config('app.tenant', 'seven', false); SELECT; END"
      })
  void aFunctionThatLeavesWhatNoViewShowsKeepsAllSessionsOfItsDatabase(String body)
      throws Exception {
    server.query(FUNCTION + body);
    HandOverResult result = move();
    assertThat(result.kind()).isEqualTo(HandOverKind.PINNED);
    assertThat(result.reason()).contains("the function public.enter of its database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LANGUAGE plpgsql AS 'BEGIN PERFORM set_config(''app.tenant'', lower(''7''), true); END'",
        "LANGUAGE plpgsql AS 'BEGIN SET LOCAL app.tenant = 7; END'",
        "LANGUAGE plpgsql AS 'BEGIN EXECUTE format(''SET LOCAL %I = 7'', ''app.tenant''); END'",
        "LANGUAGE plpgsql AS 'BEGIN SET work_mem = ''5MB''; RAISE ''it is not set''; END'",
        "LANGUAGE plpgsql SET search_path = public AS 'BEGIN EXECUTE ''SELECT 1''; END'",
        "BEGIN ATOMIC SELECT set_config('app.tenant', 'seven', true); SELECT; END"
      })
  void aFunctionThatLeavesNothingOrWhatIsShownKeepsNone(String body) throws Exception {
    server.query(FUNCTION + body);
    assertThat(move()).isEqualTo(HandOverResult.MOVED);
  }

  private static HandOverResult move() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      return sessions.move(live, fresh, "before");
    }
  }
}
