// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.HandOverResult.HandOverKind;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cancel, a time-out, or an error of the JVM or its machine in the midst of a move. */
class HandOverInterruptionsTest {

  private static final int RACES = 60;
  private static final String CANCELED = "57014";

  /** So many that the server takes milliseconds to list them, which a move asks it for. */
  private static final String MANY_LOCKS =
      "SELECT count(pg_advisory_lock(i)) FROM generate_series(1, 4000) i";

  @AutoClose private static PostgresServer server;
  @AutoClose private static Connection locks;

  @BeforeAll
  static void startServer() throws SQLException {
    server = PostgresServer.launch();
    MovableSessions.createUsers(server, "before", "after");
    locks = server.connect();
    assertThat(text(locks, MANY_LOCKS)).isEqualTo("4000");
  }

  @AfterEach
  void endFaults() {
    FaultySocketFactory.FAILING_QUESTION.set(0);
    FaultySocketFactory.OUT_OF_MEMORY.set(false);
    FaultySocketFactory.REFUSED.set(null);
  }

  /** It goes to the session that the connection has when it is sent, or to the session before. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aConnectionThatIsCanceledMeanwhileHasOneOfBothSessions(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before")) {
      String user = "before";
      for (int i = 0; i < RACES; i++) {
        String next = user.equals("before") ? "after" : "before";
        try (Connection fresh = sessions.fresh(next)) {
          long pause = TimeUnit.MICROSECONDS.toNanos(200L * (i % 40));
          CompletableFuture<Void> canceled =
              CompletableFuture.runAsync(
                  () -> {
                    LockSupport.parkNanos(pause);
                    MovableSessions.cancel(live);
                  });
          HandOverResult result = sessions.move(live, fresh, user);
          canceled.get(60, TimeUnit.SECONDS);
          assertThat(result.kind()).isIn(HandOverKind.MOVED, HandOverKind.BUSY);
          user = result.kind() == HandOverKind.MOVED ? next : user;
          assertThat(userOf(live)).isEqualTo(user);
        }
      }
    }
  }

  /** A cancel that was sent before may meet the question. */
  private static String userOf(Connection live) throws SQLException {
    try {
      return text(live, "SELECT session_user");
    } catch (SQLException canceled) {
      assertThat(canceled.getSQLState()).isEqualTo(CANCELED);
      return text(live, "SELECT session_user");
    }
  }

  /** The time-out is the session's own, and holds for questions of ours as well. */
  @Test
  void aStatementTimeoutThatIsTooShortKeepsTheSession() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      MovableSessions.execute(live, "SET statement_timeout = 1");
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result).hasToString("BUSY: a cancel or statement_timeout came in between");
      MovableSessions.execute(live, "SET statement_timeout = 0");
      assertThat(text(live, "SELECT session_user")).isEqualTo("before");
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void anErrorBeforeTheExchangeLeavesTheOldSessionWhole(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", FaultySocketFactory.PROPERTIES);
        Connection fresh = sessions.fresh("after")) {
      failQuestion(1);
      assertThatThrownBy(() -> sessions.move(live, fresh, "before"))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(text(live, "SELECT session_user")).isEqualTo("before");
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(text(live, "SELECT session_user")).isEqualTo("after");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void anErrorAmidTheExchangeEndsBothSessions(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", FaultySocketFactory.PROPERTIES);
        Connection fresh = sessions.fresh("after")) {
      failQuestion(2);
      assertThatThrownBy(() -> sessions.move(live, fresh, "before"))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(live.isClosed()).isTrue();
      assertThatThrownBy(() -> text(live, "SELECT 1")).isInstanceOf(SQLException.class);
      sessions.awaitNone("before", "after");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aNewSessionWhoseSocketIsLostLeavesTheOldSessionWhole(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after", FaultySocketFactory.PROPERTIES)) {
      FaultySocketFactory.FAILING_STREAM.set(1);
      assertThat(sessions.move(live, fresh, "before").kind()).isEqualTo(HandOverKind.NO_SESSION);
      assertThat(FaultySocketFactory.FAILING_STREAM).hasValue(0);
      assertThat(text(live, "SELECT session_user")).isEqualTo("before");
    }
  }

  /** Our connection is closed without the driver's lock: on the application's socket, otherwise. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aNewSessionThatDoesNotGetItsSocketBackEndsWithTheOldOne(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.asked("before");
        Connection fresh = sessions.fresh("after", FaultySocketFactory.PROPERTIES)) {
      MovableSessions.execute(live, "DECLARE held CURSOR WITH HOLD FOR SELECT 1");
      FaultySocketFactory.FAILING_STREAM.set(2);
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.CLOSED);
      assertThat(FaultySocketFactory.FAILING_STREAM).hasValue(0);
      assertThat(live.isClosed()).isTrue();
      sessions.awaitNone("before", "after");
    }
  }

  /** Asked before the exchange, and once more at its end. */
  private static void failQuestion(int number) {
    FaultySocketFactory.OUT_OF_MEMORY.set(true);
    FaultySocketFactory.FAILING_QUESTION.set(number);
  }

  @Test
  void aProcessWithoutAFileDescriptorKeepsTheOldSessionUntilItHasOne() throws Exception {
    Properties info = MovableSessions.properties(FaultySocketFactory.PROPERTIES);
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched("postgresql-newest");
        Connection kept = application.keep(server.url(), info)) {
      kept.setAutoCommit(false); // It stays until no socket is to be had.
      String first = text(kept, "SELECT session_user");
      deployment.rotateTo(2);
      CountDownLatch refused = new CountDownLatch(1);
      FaultySocketFactory.REFUSED.set(refused);
      kept.commit();
      kept.setAutoCommit(true);
      assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
      deployment.pass(Deployment.LONG.dividedBy(2));
      deployment.recorder.await("pinned", 1);
      assertThat(text(kept, "SELECT session_user")).isEqualTo(first);

      FaultySocketFactory.REFUSED.set(null);
      deployment.pass(Duration.ofMinutes(2)); // Longer than the pause after some attempts.
      deployment.recorder.await("handedOver", 2);
      assertThat(text(kept, "SELECT session_user")).startsWith("v-test-2-");
    }
  }
}
