// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.testbed.postgresql.PgBouncerServer;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings that an application may make of its driver, and of its connection's encryption. */
class HandOverModesTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.allowTls();
    server.query("CREATE TABLE numbers AS SELECT i, 'x' || i AS v FROM generate_series(1, 9) i");
    server.query("GRANT ALL ON numbers TO app_rw");
    MovableSessions.createUsers(server, "before", "after");
  }

  static Stream<Arguments> modes() {
    List<Arguments> modes = new ArrayList<>();
    for (String library : List.of("postgresql-42.2.2", "postgresql-newest")) {
      for (String mode :
          List.of("simple", "extended", "extendedForPrepared", "extendedCacheEverything")) {
        for (String autosave : List.of("never", "conservative", "always")) {
          modes.add(Arguments.of(library, mode, autosave));
        }
      }
    }
    return modes.stream();
  }

  /**
   * Outside of a transaction the driver repeats a statement that was not prepared, but not within.
   */
  @ParameterizedTest
  @MethodSource("modes")
  void statementsAreExecutedInEachModeAsBefore(String library, String mode, String autosave)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live =
            sessions.live(
                "before",
                "preferQueryMode",
                mode,
                "autosave",
                autosave,
                "prepareThreshold",
                "1",
                "defaultRowFetchSize",
                "2");
        PreparedStatement prepared = live.prepareStatement("SELECT v FROM numbers WHERE i > ?")) {
      assertThat(rows(prepared)).isEqualTo(9);
      assertThat(rows(prepared)).isEqualTo(9);
      assertMoved(sessions, live, "before", "after");
      live.setAutoCommit(false);
      assertThat(rows(prepared)).isEqualTo(9);
      assertFailsInItsTransaction(live, prepared, "always".equals(autosave));
      live.rollback();
      live.setAutoCommit(true);
      assertMoved(sessions, live, "after", "before");
      assertThat(rows(prepared)).isEqualTo(9);
    }
  }

  private static void assertFailsInItsTransaction(
      Connection live, PreparedStatement prepared, boolean saved) throws SQLException {
    assertThatThrownBy(() -> MovableSessions.execute(live, "SELECT 1 / 0"))
        .isInstanceOf(SQLException.class);
    if (saved) {
      assertThat(rows(prepared)).isEqualTo(9);
    } else {
      assertThatThrownBy(() -> rows(prepared)).isInstanceOf(SQLException.class);
    }
  }

  private static void assertMoved(
      MovableSessions sessions, Connection live, String from, String to, String... properties)
      throws Exception {
    try (Connection fresh = sessions.fresh(to, properties)) {
      assertThat(sessions.move(live, fresh, from)).isEqualTo(HandOverResult.MOVED);
    }
    assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo(to);
  }

  private static int rows(PreparedStatement prepared) throws SQLException {
    prepared.setInt(1, 0);
    int count = 0;
    try (ResultSet rows = prepared.executeQuery()) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  @EachPgjdbc
  void aConnectionWithTlsIsMovedToOneWithTls(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", "sslmode", "require")) {
      assertThat(isEncrypted(sessions, live)).isEqualTo("t");
      assertMoved(sessions, live, "before", "after", "sslmode", "require");
      assertThat(isEncrypted(sessions, live)).isEqualTo("t");
      assertThatThrownBy(() -> MovableSessions.executeAndCancel(live, "SELECT pg_sleep(60)"))
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57014"));
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("after");
    }
  }

  private static @Nullable String isEncrypted(MovableSessions sessions, Connection live)
      throws Exception {
    return server
        .query("SELECT ssl FROM pg_stat_ssl WHERE pid = " + sessions.backend(live))
        .get(0)
        .get(0);
  }

  /** The driver's streams are new after the exchange, and have no time-out of themselves. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, disable",
    "postgresql-42.2.29, require",
    "postgresql-42.6.2, disable",
    "postgresql-newest, require",
    "postgresql-newest, disable"
  })
  void aReadThatTakesLongerThanSocketTimeoutFailsAsBefore(String library, String sslmode)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", "sslmode", sslmode, "socketTimeout", "1")) {
      assertMoved(sessions, live, "before", "after", "sslmode", sslmode);
      assertThatThrownBy(() -> MovableSessions.text(live, "SELECT pg_sleep(60)"))
          .isInstanceOf(SQLException.class);
      assertThat(live.isClosed()).isTrue();
    }
  }

  /** Our own connection would read the words of the old session's server in another way. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void aConnectionWithAnotherEncodingStaysUntilItHasItsOwn(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", "allowEncodingChanges", "true")) {
      MovableSessions.execute(live, "SET search_path = \"sch\u00f6n\", public");
      MovableSessions.execute(live, "SET client_encoding = 'LATIN1'");
      try (Connection fresh = sessions.fresh("after", "allowEncodingChanges", "true")) {
        HandOverResult result = sessions.move(live, fresh, "before");
        assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.HELD);
        assertThat(result.reason()).contains("client_encoding");
      }
      assertThat(MovableSessions.text(live, "SHOW search_path")).contains("sch\u00f6n");
      MovableSessions.execute(live, "SET client_encoding = 'UTF8'");
      assertMoved(sessions, live, "before", "after");
      assertThat(MovableSessions.text(live, "SHOW search_path")).contains("sch\u00f6n");
    }
  }

  /**
   * A driver that falls back to no encryption, or to some, is not to move a connection that has the
   * other.
   */
  @ParameterizedTest
  @CsvSource({"require, disable", "disable, require"})
  void aConnectionIsNotMovedToOneThatIsEncryptedInAnotherWay(String live, String fresh)
      throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection old = sessions.live("before", "sslmode", live);
        Connection next = sessions.fresh("after", "sslmode", fresh)) {
      HandOverResult result = sessions.move(old, next, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.NO_SESSION);
      assertThat(result.reason()).contains("not encrypted as the old session");
      assertThat(MovableSessions.text(old, "SELECT session_user")).isEqualTo("before");
    }
  }

  /** Its questions would be answered by any session of the pooler's. */
  @Test
  @EnabledIf("dev.leasehold.testbed.postgresql.PgBouncerServer#isAvailable")
  void aConnectionByAPoolerIsNotMoved() throws Exception {
    try (PgBouncerServer pooler = PgBouncerServer.inFrontOf(server);
        MovableSessions sessions = new MovableSessions(server, "postgresql-newest");
        Connection live = sessions.live(pooler, "before");
        Connection fresh = sessions.fresh(pooler, "after")) {
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.PINNED);
      assertThat(result.reason()).contains("a pooler is between");
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("before");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.29", "postgresql-newest"})
  void aServerThatHasNoGssLeavesAConnectionThatIsMoved(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before", "gssEncMode", "prefer", "sslmode", "disable")) {
      assertMoved(sessions, live, "before", "after", "gssEncMode", "prefer", "sslmode", "disable");
      assertThatThrownBy(() -> sessions.live("before", "gssEncMode", "require"))
          .isInstanceOf(SQLException.class);
    }
  }

  /** The driver's mark of it is set: a Kerberos server is not to be had. */
  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.29", "postgresql-newest"})
  void aConnectionThatGssEncryptsIsNeverMoved(String library) throws Exception {
    try (MovableSessions sessions = new MovableSessions(server, library);
        Connection live = sessions.live("before");
        Connection fresh = sessions.fresh("after")) {
      MovableSessions.setGssEncrypted(live);
      HandOverResult result = sessions.move(live, fresh, "before");
      assertThat(result.kind()).isEqualTo(HandOverResult.HandOverKind.PINNED);
      assertThat(result.reason()).contains("GSS encrypts it");
      assertThat(MovableSessions.text(live, "SELECT session_user")).isEqualTo("before");
    }
  }
}
