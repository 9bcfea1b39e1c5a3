// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.MovableSessions.execute;
import static dev.leasehold.inject.MovableSessions.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that a session has drawn of a sequence, for which {@code currval} and {@code lastval} ask.
 * In the transaction that has drawn them they keep no session.
 */
class HandOverDrawnValuesTest {

  private static final String ASKS = "SELECT lastval()";
  private static final String DRAWS = "SELECT nextval('orders_seq')";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("CREATE SEQUENCE orders_seq");
    server.query("CREATE TABLE lines (orders bigint)");
    server.query("GRANT ALL ON orders_seq, lines TO app_rw");
    MovableSessions.createUsers(server, "before", "after");
  }

  /** As EclipseLink does for a column that draws its own value. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, extended",
    "postgresql-newest, extended",
    "postgresql-newest, simple",
    "postgresql-newest, extendedCacheEverything"
  })
  void aQuestionInTheTransactionThatHasDrawnTheValueKeepsNoSession(String library, String mode)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", "preferQueryMode", mode);
        PreparedStatement prepared = live.prepareStatement(ASKS)) {
      live.setAutoCommit(false);
      assertThat(drawn(live, prepared)).isEqualTo(text(live, ASKS));
      live.commit();
      assertMoved(sessions, live);
      assertThat(drawn(live, prepared)).isEqualTo(text(live, ASKS));
      live.commit();
      assertThat(sessions.obstacle(live)).isNull();
    }
  }

  /** The same code of the application may ask so on each of them. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aQuestionOutsideATransactionKeepsTheSessionsOfItsDatabase(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection asks = sessions.live("before");
        Connection draws = sessions.live("before");
        Connection elsewhere =
            sessions.liveAt(server.url(PostgresServer.MAINTENANCE_DATABASE), "before");
        Connection fresh =
            sessions.liveAt(server.url(PostgresServer.MAINTENANCE_DATABASE), "after")) {
      String drawn = text(draws, DRAWS);
      execute(asks, DRAWS);
      execute(asks, ASKS);
      assertStays(sessions, asks);
      assertStays(sessions, draws);
      assertThat(text(draws, ASKS)).isEqualTo(drawn);
      assertThat(sessions.move(elsewhere, fresh, "before")).isEqualTo(HandOverResult.MOVED);
    }
  }

  /** The driver parses a statement that it keeps once for all. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aQuestionThatWasParsedInATransactionIsSeenOutside(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before")) {
      live.setAutoCommit(false);
      execute(live, DRAWS);
      prepareAndAsk(live);
      live.commit();
      assertThat(sessions.obstacle(live)).isNull();
      live.setAutoCommit(true);
      prepareAndAsk(live);
      assertStays(sessions, live);
    }
  }

  /** An earlier transaction has drawn it. */
  @Test
  void aQuestionThatBeginsATransactionKeepsTheSession() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before")) {
      live.setAutoCommit(false);
      String drawn = text(live, DRAWS);
      live.commit();
      assertThat(sessions.obstacle(live)).isNull();
      assertThat(text(live, ASKS)).isEqualTo(drawn);
      live.commit();
      assertStays(sessions, live);
    }
  }

  @Test
  void aQuestionInABatchIsSeen() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before");
        Statement batch = live.createStatement()) {
      execute(live, DRAWS);
      batch.addBatch("DELETE FROM lines");
      batch.addBatch("INSERT INTO lines VALUES (currval('orders_seq'))");
      assertThat(batch.executeBatch()).containsExactly(0, 1);
      assertStays(sessions, live);
    }
  }

  /** The price of a first question that comes too late: it fails, and no other value is given. */
  @Test
  void aValueThatTheSessionBeforeHasDrawnIsNotReplacedByAnother() throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live("before")) {
      execute(live, DRAWS);
      assertMoved(sessions, live);
      assertThatThrownBy(() -> execute(live, ASKS))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55000"));
      assertThat(text(live, DRAWS)).isEqualTo(text(live, ASKS));
      assertStays(sessions, live);
    }
  }

  private static String drawn(Connection live, PreparedStatement asks) throws SQLException {
    String drawn = text(live, DRAWS);
    try (ResultSet row = asks.executeQuery()) {
      row.next();
      assertThat(row.getString(1)).isEqualTo(drawn);
    }
    return drawn;
  }

  private static void prepareAndAsk(Connection live) throws SQLException {
    try (PreparedStatement asks = live.prepareStatement(ASKS);
        ResultSet row = asks.executeQuery()) {
      assertThat(row.next()).isTrue();
    }
  }

  private static void assertMoved(MovableSessions sessions, Connection live) throws Exception {
    try (Connection fresh = sessions.fresh("after")) {
      assertThat(sessions.move(live, fresh, "before")).isEqualTo(HandOverResult.MOVED);
    }
    assertThat(text(live, "SELECT session_user")).isEqualTo("after");
  }

  private static void assertStays(MovableSessions sessions, Connection live) throws Exception {
    assertThat(String.valueOf(sessions.obstacle(live))).contains("lastval");
    try (Connection fresh = sessions.fresh("after")) {
      assertThat(sessions.move(live, fresh, "before").kind())
          .isEqualTo(HandOverResult.HandOverKind.PINNED);
    }
  }
}
