// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.execute;
import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection whose role has a prepared transaction, which another connection has prepared. */
class HandOverTwoPhaseTest {

  private static final String WHY =
      "its role has a prepared transaction, which no other role may end";

  private static final String QUESTION = "pg_prepared_xact()";
  private static final String LOGIN = "connection authorized";

  /** A new credential is tried once at a server. */
  private static final int TRIALS = 1;

  /** Longer than a transaction manager takes between both phases. */
  private static final long PREPARED_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** Asked 0, 2, 6, 14, 30, 62, 126, 226 and 326 ms after the first of them at the earliest. */
  private static final int MOST_QUESTIONS = 9;

  /** Once, each connection is asked for that part of the question by itself. */
  private static final int PARTS = 1;

  /** The pauses between so many are shorter than all that follow. */
  private static final int SHORT_PAUSES = 6;

  private static final long LONGEST_PAUSE_MILLIS = 100;

  /** Longer than the pause after an attempt. */
  private static final Duration PAUSE = Duration.ofSeconds(12);

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    MovableSessions.createUsers(server, "before", "after");
    server.query("ALTER SYSTEM SET log_connections = on");
    server.query("ALTER SYSTEM SET log_statement = 'all'");
    server.query("SELECT pg_reload_conf()");
  }

  @AfterEach
  void rollBack() {
    for (List<String> row : server.query("SELECT gid FROM pg_prepared_xacts")) {
      server.query("ROLLBACK PREPARED '" + row.get(0) + "'");
    }
  }

  @Test
  void isMovedByTheAttemptThatMeetsItOnceItHasEnded() throws Exception {
    try (KeptConnection orders = kept(telling(new Commit(), () -> {}));
        Connection billing = orders.another(server)) {
      prepare(billing);
      String first = text(orders.connection, "SELECT session_user");
      orders.deployment.rotateTo(2);
      orders.deployment.recorder.await("drained", 1);
      String second = text(orders.connection, "SELECT session_user");
      assertThat(text(billing, "SELECT session_user")).isEqualTo(second).startsWith("v-test-2-");
      assertThat(orders.deployment.recorder.pins()).as("told to go, which is invalid").isEmpty();
      assertThat(logged(second, LOGIN)).isEqualTo(2 + TRIALS);
      assertThat(logged(first, QUESTION))
          .isBetween(2L + 1 + 2 * PARTS, MOST_QUESTIONS + 1L + 2 * PARTS);
    }
  }

  /** As of a transaction that was left in doubt: at half of its time, and at its deadline. */
  @Test
  void staysAndIsToldToGoLaterWhereItDoesNotEnd() throws Exception {
    Semaphore tried = new Semaphore(0);
    try (KeptConnection orders = kept(telling(() -> {}, tried::release));
        Connection billing = orders.another(server)) {
      Deployment deployment = orders.deployment;
      prepare(billing);
      billing.close();
      deployment.rotateTo(2);
      assertThat(tried.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
      while (!tried.tryAcquire(250, TimeUnit.MILLISECONDS)) { // The first has been looked at then.
        deployment.pass(PAUSE);
      }
      assertThat(orders.connection.isValid(5)).isTrue();
      assertThat(deployment.recorder.pins()).isEmpty();

      deployment.pass(Deployment.LONG.dividedBy(2));
      deployment.recorder.await("pinned", 1);
      assertThat(deployment.recorder.pins()).containsExactly(WHY);
      assertThat(orders.connection.isValid(5)).isFalse();

      deployment.pass(Deployment.LONG);
      deployment.recorder.await("aborted", 1);
      assertThatThrownBy(() -> text(orders.connection, "SELECT 1"))
          .hasMessageContaining("the lease of this connection has ended")
          .hasMessageContaining("it was not moved to a new session: " + WHY);
      assertThat(deployment.recorder.handedOver()).isZero();
    }
  }

  /** Each question may take a millisecond, and an application makes thousands of calls a second. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void isNotHeldUpAtEachCallOfAThreadThatLeavesNoPause(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection other = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      prepare(other);
      long asked = logged("before", QUESTION);
      long begun = System.nanoTime();
      CompletableFuture<HandOverResult> moving =
          MovableSessions.later(() -> sessions.move(live, fresh, "before"));
      while (!moving.isDone()) {
        assertThat(text(live, "SELECT session_user")).isEqualTo("before");
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertThat(moving.join().cause()).isIn(PinReason.TWOPHASE, PinReason.BUSY);
      assertThat(logged("before", QUESTION) - asked)
          .as("questions in %d ms", millis)
          .isLessThanOrEqualTo(PARTS + 1 + SHORT_PAUSES + millis / LONGEST_PAUSE_MILLIS);
    }
  }

  /** While the other participant votes, its own transaction is prepared, for most of the time. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void isMovedByAThreadThatLeavesNoPauseBetweenTwoPhases(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection other = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      CompletableFuture<HandOverResult> moving =
          MovableSessions.later(() -> sessions.move(live, fresh, "before"));
      int transfers = 0;
      while (!moving.isDone()) {
        execute(live, "BEGIN; PREPARE TRANSACTION 'debit'");
        execute(other, "BEGIN; SELECT pg_sleep(0.05); PREPARE TRANSACTION 'credit'");
        execute(live, "COMMIT PREPARED 'debit'");
        execute(other, "COMMIT PREPARED 'credit'");
        transfers++;
      }
      assertThat(moving.join()).as("after %d transfers", transfers).isEqualTo(HandOverResult.MOVED);
      assertThat(text(live, "SELECT session_user")).isEqualTo("after");
      assertThat(text(other, "SELECT session_user")).isEqualTo("before");
    }
  }

  private static void prepare(Connection connection) throws Exception {
    execute(connection, "BEGIN; PREPARE TRANSACTION 'transfer'");
  }

  private static KeptConnection kept(HandOverDriver driver) throws Exception {
    HandOverPolicy policy = MovableSessions.policy(driver, 1);
    SessionStart start = new SessionStart(null, null);
    return new KeptConnection(
        server, "postgresql-newest", MovableSessions.deploy(server, policy, start));
  }

  /** Returns a driver that tells of each question before it is sent, and of the attempts' ends. */
  private static HandOverDriver telling(Runnable asking, Runnable tried) {
    HandOverDriver driver = Drivers.handOver();
    return MovableSessions.driver(
        (proxy, method, arguments) -> {
          if (method.getName().equals("seen")
              && isQuestion((String) arguments[0], (Object[]) arguments[1])) {
            asking.run();
          }
          try {
            return method.invoke(driver, arguments);
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          } finally {
            if (method.getName().equals("move")) {
              tried.run();
            }
          }
        });
  }

  private static boolean isQuestion(String kind, Object[] arguments) {
    return kind.equals("postgresql executes") && arguments[0].toString().contains(QUESTION);
  }

  /** Commits before the first question that comes so long after the first of all. */
  private static final class Commit implements Runnable {

    private long begun;
    private boolean committed;

    @Override
    public synchronized void run() {
      begun = begun == 0 ? System.nanoTime() : begun;
      if (!committed && System.nanoTime() - begun >= PREPARED_NANOS) {
        server.query("COMMIT PREPARED 'transfer'");
        committed = true;
      }
    }
  }

  private static long logged(String user, String what) throws IOException {
    return Files.readString(server.log())
        .lines()
        .filter(line -> line.contains("user=" + user + ",") && line.contains(what))
        .count();
  }
}
