// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that has not been asked for its state before is asked for each part of it first. */
class HandOverPartsTest {

  /** A text of the part about locks, cursors and the like. */
  private static final String HOLDING = "pg_listening_channels()";

  /** A text of the part about settings. */
  private static final String SETTINGS = "string_agg(pg_catalog.current_setting(";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    MovableSessions.createUsers(server, "before", "after", "last");
    server.query("ALTER SYSTEM SET log_statement = 'all'");
    server.query("SELECT pg_reload_conf()");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.6.2", "postgresql-newest"})
  void aStatementThatComesMeanwhileWaitsForOnePart(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", MetMove.NO_CANCEL);
        Connection fresh = sessions.fresh("after", "socketTimeout", "10")) {
      MetMove met = MetMove.of(sessions, live, fresh);
      assertThat(met.user).isEqualTo("before");
      HandOverResult moved = met.result();
      if (moved == HandOverResult.BUSY) { // The attempt ends 1.25 s after it began.
        moved = sessions.move(live, fresh, "before");
      }
      assertThat(moved).isEqualTo(HandOverResult.MOVED);
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("after");
    }
  }

  @Test
  void eachPartIsAskedOnceAndASessionOfOursHasBeenAsked() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after");
        Connection last = sessions.fresh("last")) {
      String session = "[" + sessions.backend(live) + "]";
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      String next = "[" + sessions.backend(live) + "]";
      long begun = questions(next);
      assertThat(sessions.move(live, last, "after")).isEqualTo(HandOverResult.MOVED);

      assertThat(logged(session, HOLDING, SETTINGS)).as("the question").isOne();
      assertThat(logged(session, HOLDING)).as("the question, and the part").isEqualTo(2);
      assertThat(logged(session, SETTINGS)).as("the question, and the part").isEqualTo(2);
      assertThat(questions(next) - begun).as("the question").isOne();
      assertThat(logged(next, HOLDING)).as("the question alone").isEqualTo(questions(next));
    }
  }

  private static long questions(String session) throws IOException {
    return logged(session, HOLDING, SETTINGS);
  }

  private static long logged(String session, String... parts) throws IOException {
    return Files.readString(server.log())
        .lines()
        .filter(line -> line.contains(session) && List.of(parts).stream().allMatch(line::contains))
        .count();
  }
}
