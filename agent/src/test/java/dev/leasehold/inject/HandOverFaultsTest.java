// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import dev.leasehold.testbed.postgresql.StopMode;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After each failure, a connection has its old session, or its new session, or is closed. */
class HandOverFaultsTest {

  private static final int RACES = 60;
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    MovableSessions.createUsers(server, "before", "after");
    server.query("GRANT SET ON PARAMETER log_min_duration_statement TO before");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aNewSessionThatTheServerHasEndedIsNotPutIn(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      terminate(sessions.backend(fresh));
      assertThat(sessions.move(live, fresh, "before").kind())
          .isEqualTo(HandOverResult.HandOverKind.NO_SESSION);
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("before");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void anOldSessionThatTheServerHasEndedFailsAsItWould(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      terminate(sessions.backend(live));
      assertThat(sessions.move(live, fresh, "before").kind())
          .isNotEqualTo(HandOverResult.HandOverKind.MOVED);
      assertThatThrownBy(() -> MovableSessions.text(live, "SELECT 1"))
          .isInstanceOf(SQLException.class);
      assertThat(live.isClosed()).isTrue();
    }
  }

  @Test
  void aServerThatIsGoneLeavesAClosedConnection() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      server.stop(StopMode.IMMEDIATE);
      try {
        assertThat(sessions.move(live, fresh, "before")).isNotEqualTo(HandOverResult.MOVED);
        assertThatThrownBy(() -> MovableSessions.text(live, "SELECT 1"))
            .isInstanceOf(SQLException.class);
        assertThat(live.isClosed()).isTrue();
      } finally {
        server.start();
      }
    }
  }

  /** A name may lead to another server each time, of which nobody else is told. */
  @Test
  void aSessionOfAnotherServerIsNotPutIn() throws Exception {
    try (PostgresServer other = PostgresServer.launch()) {
      MovableSessions.createUsers(other, "after");
      try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
          Connection live = sessions.live("before");
          Connection fresh = sessions.fresh(other, "after")) {
        HandOverResult result = sessions.move(live, fresh, "before");
        assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.NO_SESSION);
        assertThat(result.reason()).contains("another server");
        assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("before");
      }
    }
  }

  /**
   * An event that begins all servers, as a restart of a machine does, begins them within a second.
   */
  @Test
  void aSessionOfAServerThatHasBegunInTheSameSecondIsNotPutIn() throws Exception {
    try (PostgresServer one = begunAt("2026-11-29 08:00:00.10+00");
        PostgresServer other = begunAt("2026-11-29 08:00:00.30+00");
        MovableSessions sessions = new MovableSessions(one, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh(other, "after")) {
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.NO_SESSION);
      assertThat(result.reason()).contains("another server");
    }
  }

  /** Starts a server that says that it was started then. */
  private static PostgresServer begunAt(String time) {
    PostgresServer begun = PostgresServer.launch();
    MovableSessions.createUsers(begun, "before", "after");
    begun.query("SET allow_system_table_mods = on");
    begun.query(
        "CREATE OR REPLACE FUNCTION pg_catalog.pg_postmaster_start_time() RETURNS timestamptz"
            + " LANGUAGE sql AS 'SELECT timestamptz ''"
            + time
            + "'''");
    return begun;
  }

  @Test
  void aSettingThatTheNewRoleMayNotMakeKeepsTheSession() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      MovableSessions.execute(live, "SET log_min_duration_statement = 77777");
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.HELD);
      assertThat(result.reason()).contains("settings", "42501");
      assertThat(MovableSessions.text(live, "SHOW log_min_duration_statement"))
          .isEqualTo("77777ms");
    }
  }

  /** Both end without the driver's lock, at any step of the exchange. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, close",
    "postgresql-42.2.2, abort",
    "postgresql-42.6.2, close",
    "postgresql-newest, close",
    "postgresql-newest, abort"
  })
  void aConnectionThatIsClosedMeanwhileLeavesNoSession(String library, String how)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library)) {
      for (int i = 0; i < RACES; i++) {
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after");
        long pause = TimeUnit.MICROSECONDS.toNanos(50L * (i % 40));
        CompletableFuture<Void> ended =
            CompletableFuture.runAsync(
                () -> {
                  LockSupport.parkNanos(pause);
                  end(live, how);
                });
        sessions.move(live, fresh, "before");
        fresh.close();
        ended.get(60, TimeUnit.SECONDS);
        assertThat(live.isClosed()).isTrue();
        assertThatThrownBy(() -> MovableSessions.text(live, "SELECT 1"))
            .isInstanceOf(SQLException.class);
        sessions.endSession(live); // As the ledger does when it finds it closed.
      }
      sessions.awaitNone("before", "after");
    }
  }

  /** As when the application closes it in the instant after the exchange of the sockets. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void anExchangeThatFailsAtItsLastStepLeavesNoSession(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", FaultySocketFactory.PROPERTIES);
        Connection fresh = sessions.fresh("after")) {
      FaultySocketFactory.FAILING_QUESTION.set(2);
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.CLOSED);
      assertThat(FaultySocketFactory.FAILING_QUESTION).hasValue(0);
      assertThat(live.isClosed()).isTrue();
      sessions.awaitNone("before", "after");
    }
  }

  @Test
  void aServerWithoutRoomForANewSessionIsAskedAgain() throws Exception {
    try (KeptConnection orders = new KeptConnection(server, "postgresql-newest")) {
      Connection kept = orders.connection;
      kept.setAutoCommit(false); // It stays until the server has no room.
      assertThat(MovableSessions.text(kept, "SELECT 1")).isEqualTo("1");
      orders.deployment.rotateTo(2);
      server.query("ALTER DATABASE app CONNECTION LIMIT 0");
      try {
        kept.commit();
        kept.setAutoCommit(true);
        orders.deployment.pass(Deployment.LONG.dividedBy(2));
        orders.deployment.recorder.await("pinned", 1);
        assertThat(orders.deployment.recorder.handedOver()).isZero();
        orders.deployment.pass(Duration.ofSeconds(30)); // The attempt before may have met no pause.
        awaitLogged("too many connections for database");
      } finally {
        server.query("ALTER DATABASE app CONNECTION LIMIT -1");
      }
      orders.deployment.pass(Duration.ofMinutes(3)); // Longer than the pause after some attempts.
      orders.deployment.recorder.await("handedOver", 2);
      assertThat(MovableSessions.text(kept, "SELECT session_user"))
          .isEqualTo(orders.deployment.life.current().credential().username());
    }
  }

  /** A lock that is tried now and then meets the end of a transaction once in many times. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.6.2", "postgresql-newest"})
  void aThreadWithoutAPauseMovesItsConnectionBetweenItsTransactions(String library)
      throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Set<Thread> movers = ConcurrentHashMap.newKeySet();
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before")) {
      MovableSessions.execute(live, "SET work_mem = '7MB'"); // Something to carry over.
      live.setAutoCommit(false);
      CompletableFuture<Thread> work = MovableSessions.later(() -> transactions(live, stop));
      for (int i = 0; i < 4; i++) {
        try (Connection fresh = sessions.fresh("before")) {
          sessions.whenCarrying(() -> movers.add(Thread.currentThread()));
          assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
        }
      }
      stop.set(true);
      assertThat(movers).contains(work.get(60, TimeUnit.SECONDS));
      assertThat(MovableSessions.text(live, "SHOW work_mem")).isEqualTo("7MB");
    }
  }

  private static Thread transactions(Connection connection, AtomicBoolean stop) {
    try {
      while (!stop.get()) {
        MovableSessions.execute(connection, "SELECT pg_sleep(0.3)");
        connection.commit();
      }
      return Thread.currentThread();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aConnectionOfAnotherShapeIsNotTouched() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection fresh = sessions.fresh("after")) {
      Connection stranger =
          (Connection)
              Proxy.newProxyInstance(
                  Connection.class.getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (proxy, method, arguments) -> {
                    throw new AssertionError("called: " + method);
                  });
      HandOverResult result = sessions.move(stranger, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.PINNED);
      assertThat(result.reason()).contains("not as it is known");
    }
  }

  /** An exception there would leave the driver in the midst of an answer. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql parsed", "postgresql copies", "postgresql ready"})
  void whatCannotBeLookedAtKeepsAllConnections(String kind) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      assertThat(sessions.obstacle(live)).isNull();
      assertThat(sessions.seesFaulty(kind)).isTrue();
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.PINNED);
      assertThat(result.reason()).contains("could not be looked at");
    }
  }

  /** A version to come may call them otherwise. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql parsed", "postgresql ready"})
  void aDriverThatLacksAWatchedMethodIsNotMoved(String lacking) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest", lacking);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.PINNED);
      assertThat(result.reason()).isEqualTo("its statements were not seen");
    }
  }

  /**
   * A close whose last message meets the exchange of sockets fails as the close of a cut connection
   * does, and the connection is closed.
   */
  private static void end(Connection connection, String how) {
    try {
      if (how.equals("close")) {
        connection.close();
      } else {
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      assertThat((Throwable) e).hasMessage("Unable to close connection properly");
    }
  }

  private static void terminate(int backend) {
    server.query("SELECT pg_terminate_backend(" + backend + ", 5000)");
  }

  private static void awaitLogged(String message) throws IOException {
    long bound = System.nanoTime() + BOUND_NANOS;
    while (!Files.readString(server.log()).contains(message) && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    assertThat(server.log()).content().contains(message);
  }
}
