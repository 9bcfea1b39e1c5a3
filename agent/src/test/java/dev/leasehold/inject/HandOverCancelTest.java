// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.execute;
import static dev.leasehold.inject.MovableSessions.later;
import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A question that a healthy server lets wait, as long as a transaction of another session writes.
 */
class HandOverCancelTest {

  /** Each transaction of such a session, also our question, waits for a safe snapshot. */
  private static final String DEFERRABLE =
      "SET default_transaction_isolation = serializable; SET default_transaction_read_only = on;"
          + " SET default_transaction_deferrable = on";

  @AutoClose private static PostgresServer server;
  private static long postmaster;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    MovableSessions.createUsers(server, "before", "after");
    server.query("CREATE TABLE public.orders (id int)");
    String file = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)";
    postmaster = Long.parseLong(Objects.requireNonNull(server.query(file).get(0).get(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aQuestionThatWaitsAtTheServerIsCanceledAndTheConnectionIsWhole(String library)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection writer = server.connect();
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      execute(live, DEFERRABLE);
      beginToWrite(writer);
      assertThat(sessions.move(live, fresh, "before"))
          .hasToString("BUSY: its server let the question for its state wait");
      assertThat(live.isClosed()).isFalse();
      writer.commit();
      assertThat(text(live, "SELECT session_user")).isEqualTo("before");
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(text(live, "SELECT session_user")).isEqualTo("after");
    }
  }

  /** The driver counts the time of a statement while that waits for the question. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aTimeoutOfAStatementThatWaitsForTheQuestionIsNotSpentOnIt(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection writer = server.connect();
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after");
        Statement statement = live.createStatement()) {
      execute(live, DEFERRABLE);
      beginToWrite(writer);
      statement.setQueryTimeout(1);
      CompletableFuture<HandOverResult> move =
          later(() -> sessions.moveQuiet(live, fresh, "before"));
      ThreadStacks.awaitQuestions(1);
      assertThatThrownBy(() -> later(() -> statement.execute("SELECT 1")).get(60, TimeUnit.SECONDS))
          .rootCause()
          .satisfies(
              failed -> assertThat(((SQLException) failed).getSQLState()).isEqualTo("57014"));
      assertThat(move.get(60, TimeUnit.SECONDS)).isEqualTo(HandOverResult.UNANSWERED);
      writer.commit();
      assertThat(text(live, "SELECT session_user")).isEqualTo("before");
    }
  }

  /** It would cancel the application's next statement. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aCancelThatTheAnswerOvertakesIsWaitedFor(String library) throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection writer = server.connect();
        Connection live = sessions.live("before", FaultySocketFactory.PROPERTIES);
        Connection fresh = sessions.fresh("after")) {
      execute(live, DEFERRABLE);
      beginToWrite(writer);
      FaultySocketFactory.WHEN_MADE.set(() -> answerBefore(sent, writer));
      CompletableFuture<HandOverResult> move = later(() -> sessions.move(live, fresh, "before"));
      ThreadStacks.await(
          "a move that waits for its cancel",
          (thread, calls) ->
              calls.stream().anyMatch(call -> call.contains("SocketDeadline.close(")));
      sent.countDown();
      assertThat(move.get(60, TimeUnit.SECONDS)).isEqualTo(HandOverResult.MOVED);
      assertThat(text(live, "SELECT session_user")).isEqualTo("after");
    }
  }

  /** The driver gives the server up, which would cancel the application's next statement. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aSessionEndsWhoseCancelMayBeUnderWayStill(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection writer = server.connect();
        Connection live = withCancelTimeout(sessions, "1");
        Connection fresh = sessions.fresh("after")) {
      execute(live, DEFERRABLE);
      beginToWrite(writer);
      FaultySocketFactory.WHEN_MADE.set(
          () -> {
            MovableSessions.signal("STOP", postmaster);
            writer.commit();
          });
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.CLOSED);
      assertThat(live.isClosed()).isTrue();
    } finally {
      MovableSessions.signal("CONT", postmaster);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void noCancelIsSentThatMightWaitForEver(String library) throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection writer = server.connect();
        Connection live = withCancelTimeout(sessions, "0");
        Connection fresh = sessions.fresh("after")) {
      execute(live, DEFERRABLE);
      beginToWrite(writer);
      FaultySocketFactory.WHEN_MADE.set(sent::countDown);
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.CLOSED);
      assertThat(sent.getCount()).as("sockets that were not made").isOne();
    } finally {
      FaultySocketFactory.WHEN_MADE.set(null);
    }
  }

  private static Connection withCancelTimeout(MovableSessions sessions, String seconds)
      throws Exception {
    return sessions.live(
        "before",
        MovableSessions.with(FaultySocketFactory.PROPERTIES, "cancelSignalTimeout", seconds));
  }

  private static void answerBefore(CountDownLatch sent, Connection writer) throws SQLException {
    writer.commit();
    try {
      assertThat(sent.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }

  private static void beginToWrite(Connection writer) throws SQLException {
    writer.setAutoCommit(false);
    writer.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    execute(writer, "INSERT INTO public.orders VALUES (1)");
  }
}
