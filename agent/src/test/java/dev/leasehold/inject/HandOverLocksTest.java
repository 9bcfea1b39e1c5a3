// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.HandOverResult.HandOverKind;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An application's calls meanwhile, and how long they wait. */
class HandOverLocksTest {

  private static final String TIMEOUT_MILLIS = "1000";
  private static final int OF_APPLICATION = 12_345;

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    MovableSessions.createUsers(server, "before", "after");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, MOVED",
    "postgresql-42.2.29, MOVED",
    "postgresql-42.6.2, HELD",
    "postgresql-newest, MOVED",
    "postgresql-newest, HELD"
  })
  void aReadThatHasATimeoutHasItAfterwards(String library, HandOverKind kind) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      live.setNetworkTimeout(Runnable::run, Integer.parseInt(TIMEOUT_MILLIS));
      if (kind == HandOverKind.HELD) {
        MovableSessions.text(live, "SELECT pg_advisory_lock(7)");
      }
      assertThat(sessions.move(live, fresh, "before").kind()).isEqualTo(kind);
      assertThatThrownBy(() -> MovableSessions.text(live, "SELECT pg_sleep(3)"))
          .isInstanceOf(SQLException.class);
      assertThat(live.isClosed()).isTrue();
    }
  }

  /** As by an isValid that ends, whose time-out was that of its own statement. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aTimeoutThatIsSetAmidTheExchangeIsNotOverwritten(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after", FaultySocketFactory.PROPERTIES)) {
      live.setNetworkTimeout(Runnable::run, OF_APPLICATION);
      FaultySocketFactory.WHEN_ASKED.set(() -> live.setNetworkTimeout(Runnable::run, 0));
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(FaultySocketFactory.WHEN_ASKED).hasNullValue();
      assertThat(live.getNetworkTimeout()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aTransactionThatIsOpenOrHasFailedStaysOnItsSession(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      live.setAutoCommit(false);
      MovableSessions.text(live, "SELECT 1");
      assertThat(sessions.move(live, fresh, "before").kind()).isEqualTo(HandOverKind.BUSY);
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("before");
      assertThatThrownBy(() -> MovableSessions.text(live, "SELECT 1 / 0"))
          .isInstanceOf(SQLException.class);
      assertThat(sessions.move(live, fresh, "before").kind()).isEqualTo(HandOverKind.BUSY);
      live.rollback();
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("after");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void anApplicationsTimeoutIsItsOwnWhileItsServerIsAsked(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", MetMove.NO_CANCEL);
        Connection fresh = sessions.fresh("after", "socketTimeout", "10")) {
      long backend = sessions.backend(live);
      MovableSessions.signal("STOP", backend);
      CompletableFuture<HandOverResult> move = move(sessions, live, fresh);
      try {
        ThreadStacks.awaitQuestions(1);
        assertThat(live.getNetworkTimeout()).isZero();
        live.setNetworkTimeout(Runnable::run, OF_APPLICATION);
      } finally {
        MovableSessions.signal("CONT", backend);
      }
      assertThat(move.get(60, TimeUnit.SECONDS)).isEqualTo(HandOverResult.MOVED);
      assertThat(live.getNetworkTimeout()).isEqualTo(OF_APPLICATION);
    }
  }

  /** The sessions are exchanged before the lock is free again. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aStatementThatComesMeanwhileWaitsForOneQuestionAndTheExchange(String library)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.asked("before", MetMove.NO_CANCEL);
        Connection fresh = sessions.fresh("after", "socketTimeout", "10")) {
      MetMove met = MetMove.of(sessions, live, fresh);
      assertThat(met.user).isEqualTo("after");
      assertThat(met.result()).isEqualTo(HandOverResult.MOVED);
    }
  }

  /** As a driver does that calls a statement for a purpose of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aThreadInTheDriverMovesNothing(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      assertThat(MovableSessions.withLock(live, () -> sessions.move(live, fresh, "before")))
          .isEqualTo(HandOverResult.BUSY);
    }
  }

  /** The questions about a session are asked again under the lock that it is exchanged with. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aSettingThatIsMadeAfterTheQuestionsIsNotLost(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      MovableSessions.execute(live, "SET lock_timeout = '7s'"); // Something to carry over.
      sessions.whenCarrying(() -> MovableSessions.execute(live, "SET statement_timeout = '54s'"));
      assertThat(sessions.moveQuiet(live, fresh, "before"))
          .isIn(HandOverResult.MOVED, HandOverResult.BUSY); // BUSY: it had no more time.
      assertThat(sessions.hasCarried()).as("a statement came before the exchange").isTrue();
      assertThat(MovableSessions.text(live, "SHOW statement_timeout")).isEqualTo("54s");
      assertThat(MovableSessions.text(live, "SHOW lock_timeout")).isEqualTo("7s");
    }
  }

  /** The same of state that keeps it, as its database shows it, or as its text alone tells. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgresql-42.2.2  | SELECT pg_advisory_lock(7) | HELD",
        "postgresql-42.6.2  | SELECT pg_advisory_lock(7) | HELD",
        "postgresql-newest  | SELECT pg_advisory_lock(7) | HELD",
        "postgresql-42.2.2  | SET app.tenant = 'seven'   | PINNED",
        "postgresql-newest  | SET app.tenant = 'seven'   | PINNED"
      })
  void stateThatIsMadeAfterTheQuestionsIsNotLost(
      String library, String statement, HandOverKind kind) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      MovableSessions.execute(live, "SET lock_timeout = '7s'");
      sessions.whenCarrying(() -> MovableSessions.execute(live, statement));
      assertThat(sessions.moveQuiet(live, fresh, "before").kind()).isIn(kind, HandOverKind.BUSY);
      assertThat(sessions.hasCarried()).isTrue();
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("before");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aServerThatDoesNotAnswerTheQuestionLosesItsSessionInTheEnd(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after", "socketTimeout", "10")) {
      long backend = sessions.backend(live);
      MovableSessions.signal("STOP", backend);
      try {
        assertThat(move(sessions, live, fresh).get(60, TimeUnit.SECONDS))
            .isEqualTo(HandOverResult.CLOSED);
        assertThat(live.isClosed()).isTrue();
      } finally {
        MovableSessions.signal("CONT", backend);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void anAbortWhileItsServerIsAskedEndsTheSession(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      long backend = sessions.backend(live);
      MovableSessions.signal("STOP", backend);
      CompletableFuture<HandOverResult> move = move(sessions, live, fresh);
      try {
        ThreadStacks.awaitQuestions(1);
        live.abort(Runnable::run);
        assertThat(move.get(60, TimeUnit.SECONDS)).isEqualTo(HandOverResult.CLOSED);
      } finally {
        MovableSessions.signal("CONT", backend);
      }
      assertThat(live.isClosed()).isTrue();
    }
  }

  /** The application would hear of it only as of a socket that is closed. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aSessionThatTheServerEndsInsteadOfAnAnswerIsTold(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      long backend = sessions.backend(live);
      MovableSessions.signal("STOP", backend);
      CompletableFuture<HandOverResult> move = move(sessions, live, fresh);
      try {
        ThreadStacks.awaitQuestions(1);
        server.query("SELECT pg_terminate_backend(" + backend + ")");
      } finally {
        MovableSessions.signal("CONT", backend);
      }
      assertThat(move.get(60, TimeUnit.SECONDS)).isEqualTo(HandOverResult.SESSION_ENDED);
      assertThat(live.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void anAnswerThatIsReadByHalfIsNotLeftToTheApplication(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", FaultySocketFactory.PROPERTIES);
        Connection fresh = sessions.fresh("after")) {
      FaultySocketFactory.FAULT.set(true);
      assertThatThrownBy(() -> sessions.move(live, fresh, "before"))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(FaultySocketFactory.FAULT.get()).isFalse();
      assertThatThrownBy(() -> MovableSessions.text(live, "SELECT session_user"))
          .isInstanceOf(SQLException.class);
      assertThat(live.isClosed()).isTrue();
    }
  }

  /** Before 42.6 the driver's own methods wait for the statement. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.5.6", "postgresql-newest"})
  void aStatementThatRunsIsNotWaitedForAndCanBeCanceled(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after");
        Statement statement = live.createStatement()) {
      CompletableFuture<Void> work =
          CompletableFuture.runAsync(() -> execute(statement), task -> new Thread(task).start());
      awaitActive(sessions.backend(live));
      assertThat(sessions.obstacle(live)).isEqualTo(HandOverResult.BUSY);
      assertThat(work).as("the statement runs on").isNotDone();
      CompletableFuture<HandOverResult> move = move(sessions, live, fresh);
      assertThat(move.get(60, TimeUnit.SECONDS)).isEqualTo(HandOverResult.BUSY);
      assertThat(work).isNotDone();
      statement.cancel();
      assertThatThrownBy(() -> work.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .rootCause()
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57014"));
    }
  }

  /** Before 42.6 the lock is a monitor, which nobody can try. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.5.6", "postgresql-newest"})
  void aStatementThatBeginsAfterTheLookIsNotWaitedFor(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after");
        Statement statement = live.createStatement()) {
      MovableSessions.execute(live, "SET lock_timeout = '7s'"); // Something to carry over.
      int backend = sessions.backend(live);
      FutureTask<@Nullable Void> work = new FutureTask<>(() -> execute(statement), null);
      sessions.whenCarrying(
          () -> {
            new Thread(work).start();
            awaitActive(backend);
          });
      assertThat(sessions.moveQuiet(live, fresh, "before").isBusy()).isTrue();
      assertThat(work.isDone()).as("the statement has ended").isFalse();
      statement.cancel();
      assertThatThrownBy(() -> work.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(sessions.moveQuiet(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("after");
    }
  }

  /** The other connection has none, and loses its session later. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, false",
    "postgresql-42.6.2, false",
    "postgresql-newest, false",
    "postgresql-newest, true"
  })
  void aTimeoutOfTheSocketIsThatOfTheQuestionToo(String library, boolean ofValidation)
      throws Exception {
    String[] timeout = {"socketTimeout", ofValidation ? "0" : "2"};
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection other = sessions.live("before");
        Connection live = sessions.live("before", timeout);
        Connection fresh = sessions.fresh("after");
        Connection fresher = sessions.fresh("after")) {
      long[] backends = {sessions.backend(other), sessions.backend(live)};
      CompletableFuture<HandOverResult> later = new CompletableFuture<>();
      signal("STOP", backends);
      try {
        later = move(sessions, other, fresh);
        ThreadStacks.awaitQuestions(1);
        CompletableFuture<HandOverResult> move = move(sessions, live, fresher);
        ThreadStacks.awaitQuestions(2);
        if (ofValidation) {
          assertThat(live.isValid(2)).isFalse();
        }
        assertThat(move.get(60, TimeUnit.SECONDS)).isEqualTo(HandOverResult.CLOSED);
        assertThat(live.isClosed()).isTrue();
        assertThat(later).as("the move of a connection without a time-out").isNotDone();
      } finally {
        signal("CONT", backends);
      }
      later.get(60, TimeUnit.SECONDS);
    }
  }

  private static void signal(String signal, long... backends) {
    for (long backend : backends) {
      MovableSessions.signal(signal, backend);
    }
  }

  private static void execute(Statement statement) {
    try {
      statement.execute("SELECT pg_sleep(20)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<HandOverResult> move(
      MovableSessions sessions, Connection live, Connection fresh) {
    return MovableSessions.later(() -> sessions.move(live, fresh, "before"));
  }

  private static void awaitActive(int backend) {
    String active =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep%'"
            + " AND pid = "
            + backend;
    long bound = System.nanoTime() + BOUND_NANOS;
    while (!"1".equals(server.query(active).get(0).get(0)) && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
