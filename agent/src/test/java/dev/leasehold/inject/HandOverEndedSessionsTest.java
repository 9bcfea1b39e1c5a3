// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that can be moved, when the server has ended the session of another connection. */
@Timeout(120)
class HandOverEndedSessionsTest {

  /** A connection is left alone while it may not have been lent yet. */
  private static final Duration NEW_NO_MORE = Duration.ofSeconds(2);

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aConnectionWhoseSessionLivesStaysValidAndIsMoved(String library) throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched(library);
        Connection living = keep(application, "living");
        Connection ended = keep(application, "ended")) {
      assertThat(living.isValid(5)).isTrue();
      deployment.pass(NEW_NO_MORE);
      endSession(ended, "ended");
      assertThat(living.isValid(5)).as("as its server says").isTrue();
      deployment.rotateTo(2);
      deployment.recorder.await("handedOver", 2);
      assertThat(text(living, "SELECT session_user")).startsWith("v-test-2-");
      assertThat(living.isValid(5)).isTrue();
      assertThat(deployment.openOf(2)).isEqualTo(1);
      assertThat(deployment.recorder.pins()).isEmpty();
    }
  }

  /** Its statements may fail, although its session lives. */
  @Test
  void aConnectionIsInvalidOnceTheDatabaseRejectsItsRole() throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched("postgresql-newest");
        Connection living = keep(application, "living");
        Connection ended = keep(application, "ended")) {
      assertThat(living.isValid(5)).isTrue();
      deployment.pass(NEW_NO_MORE);
      deployment.source.goDown();
      server.query("ALTER ROLE \"" + text(living, "SELECT session_user") + "\" NOLOGIN");
      endSession(ended, "ended");
      Connections.awaitInvalid(living);
      assertThat(text(living, "SELECT 1")).isEqualTo("1");
    }
  }

  /** Its pool is told to let it go as well. */
  @Test
  void aConnectionThatAPoolHasLentIsMovedIfAllAreToBe() throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, true);
        LibraryLoader application =
            LibraryLoader.watched("postgresql-newest", "HikariCP-7.0.2", "slf4j-api-2.0.17")) {
      DataSource pool = application.hikari(server.url(), 2);
      try (AutoCloseable closing = (AutoCloseable) pool;
          Connection lent = named(pool, "lent")) {
        Connection physical = lent.unwrap(Connection.class);
        Connection ended = named(pool, "ended");
        deployment.pass(NEW_NO_MORE);
        endSession(ended, "ended");
        ended.close();
        assertThat(deployment.ledger.isRetired(physical)).isTrue();
        deployment.rotateTo(2);
        deployment.recorder.await("drained", 1);
        assertThat(text(lent, "SELECT session_user")).startsWith("v-test-2-");
        assertThat(deployment.ledger.isRetired(physical)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aConnectionIsMovedAlsoWhenTheMoveOfAnotherFindsItsSessionEnded(String library)
      throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = LibraryLoader.watched(library);
        Connection living = keep(application, "living");
        Connection ended = keep(application, "ended")) {
      living.setAutoCommit(false);
      assertThat(text(living, "SELECT 1")).as("it is not moved yet").isEqualTo("1");
      long process = Long.parseLong(ofSession("pid", "ended"));
      MovableSessions.signal("STOP", process);
      try {
        deployment.rotateTo(2);
        ThreadStacks.awaitQuestions(1);
        ofSession("pg_terminate_backend(pid)", "ended");
      } finally {
        MovableSessions.signal("CONT", process);
      }
      deployment.recorder.await("sessionsEnded", 1);
      assertThat(ended.isClosed()).isTrue();
      living.commit();
      deployment.recorder.await("handedOver", 2);
      assertThat(text(living, "SELECT session_user")).startsWith("v-test-2-");
    }
  }

  private static Connection named(DataSource pool, String name) throws SQLException {
    Connection lent = pool.getConnection();
    MovableSessions.execute(lent, "SET application_name = '" + name + "'");
    return lent;
  }

  /** No question is cancelled: a busy machine may take longer than it may keep a thread. */
  private static Connection keep(LibraryLoader application, String name) throws Exception {
    return application.keep(
        server.url(),
        MovableSessions.properties("ApplicationName", name, "cancelSignalTimeout", "0"));
  }

  private static void endSession(Connection connection, String name) {
    ofSession("pg_terminate_backend(pid, 60000)", name);
    assertThatThrownBy(() -> text(connection, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
  }

  private static String ofSession(String what, String name) {
    String sql =
        "SELECT " + what + " FROM pg_stat_activity WHERE application_name = '" + name + "'";
    return server.query(sql).get(0).get(0);
  }
}
