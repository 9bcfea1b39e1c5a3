// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.MysqlFamilyTest.Library;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Why no connection of MySQL's family is moved. The words of docs/hand-over.md about the protocol's
 * change of user are tried with drivers without anything of Leasehold's, on a real MariaDB.
 */
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class ChangeOfUserTest {

  private static final String OLD = "old_role";
  private static final String NEW = "new_role";

  @AutoClose private static MariaDbServer server;

  @BeforeAll
  static void startServer() {
    server = MariaDbServer.launch();
    for (String user : new String[] {OLD, NEW}) {
      server.query("CREATE USER " + user + " IDENTIFIED BY '" + user + "'");
      server.query("GRANT ALL ON app.* TO " + user);
    }
    server.query("CREATE PROCEDURE app.remember() CREATE TEMPORARY TABLE mine (i INT)");
    server.query("CREATE PROCEDURE app.take_lock() DO GET_LOCK('orders', 0)");
    server.query("CREATE PROCEDURE app.assign() SELECT @tenant := 'seven'");
    server.query("CREATE TABLE app.orders (id INT AUTO_INCREMENT PRIMARY KEY)");
  }

  /** A call of a procedure leaves it, of whose text the driver sees nothing. */
  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_1", "MYSQL_9_7"})
  void stateIsLostThatNoViewShowsToAnOrdinaryUser(Library library) throws Exception {
    try (LibraryLoader application = unwoven(library);
        Connection live = open(library, application)) {
      MovableSessions.execute(live, "CALL remember()");
      assertThat(MovableSessions.text(live, "SELECT GET_LOCK('orders', 0)")).isEqualTo("1");
      MovableSessions.execute(live, "SET @tenant = 'seven'");

      assertThat(shown(live, "TABLES WHERE TABLE_NAME = 'mine'")).isEqualTo("0");
      assertThat(shown(live, "PLUGINS WHERE PLUGIN_NAME = 'METADATA_LOCK_INFO'")).isEqualTo("0");
      assertThatThrownBy(
              () -> MovableSessions.text(live, "SELECT 1 FROM performance_schema.metadata_locks"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");

      change(live, NEW);
      assertThat(MovableSessions.text(live, "SELECT USER()")).startsWith(NEW + "@");
      assertThatThrownBy(() -> MovableSessions.text(live, "SELECT count(*) FROM mine"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("doesn't exist");
      assertThat(MovableSessions.text(live, "SELECT IS_FREE_LOCK('orders')")).isEqualTo("1");
      assertThat(MovableSessions.text(live, "SELECT @tenant")).isEqualTo("null");
    }
  }

  /** MariaDB shows variables of both kinds to an ordinary user. */
  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_1", "MYSQL_9_7"})
  void variablesAreShownAndLost(Library library) throws Exception {
    String ofSession = "SESSION_VARIABLES WHERE VARIABLE_NAME = 'LOCK_WAIT_TIMEOUT'";
    String ofUser = "USER_VARIABLES WHERE VARIABLE_NAME = 'tenant'";
    try (LibraryLoader application = unwoven(library);
        Connection live = open(library, application)) {
      String atFirst = shown(live, "VARIABLE_VALUE", ofSession);
      MovableSessions.execute(live, "SET SESSION lock_wait_timeout = 77");
      MovableSessions.execute(live, "SET @tenant = 'seven'");
      assertThat(shown(live, "VARIABLE_VALUE", ofSession)).isEqualTo("77").isNotEqualTo(atFirst);
      assertThat(shown(live, "VARIABLE_VALUE", ofUser)).isEqualTo("seven");

      change(live, NEW);
      assertThat(shown(live, "VARIABLE_VALUE", ofSession)).isEqualTo(atFirst);
      assertThat(shown(live, ofUser)).isEqualTo("0");
    }
  }

  /** No error tells of it. */
  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_1", "MYSQL_9_7"})
  void theLastIdentityIsZeroAfterwards(Library library) throws Exception {
    try (LibraryLoader application = unwoven(library);
        Connection live = open(library, application)) {
      MovableSessions.execute(live, "INSERT INTO orders () VALUES ()");
      String drawn = MovableSessions.text(live, "SELECT max(id) FROM orders");
      assertThat(MovableSessions.text(live, "SELECT LAST_INSERT_ID()"))
          .isEqualTo(drawn)
          .isNotEqualTo("0");
      change(live, NEW);
      assertThat(MovableSessions.text(live, "SELECT LAST_INSERT_ID()")).isEqualTo("0");
    }
  }

  /** The server's own tracker of session state reports a temporary table, and no lock. */
  @Test
  void theServersTrackerMissesNamedLocksAndAssignmentsInAQuery() throws Exception {
    try (LibraryLoader application = unwoven(Library.MYSQL_9_7);
        Connection live = open(Library.MYSQL_9_7, application, "trackSessionState=true")) {
      MovableSessions.execute(live, "SET SESSION session_track_state_change = ON");
      assertThat(changesReportedBy(live, "CALL remember()")).isNotEmpty();
      assertThat(changesReportedBy(live, "CALL take_lock()")).isEmpty();
      assertThat(MovableSessions.text(live, "SELECT IS_USED_LOCK('orders') = CONNECTION_ID()"))
          .isEqualTo("1");
      assertThat(changesReportedBy(live, "CALL assign()")).isEmpty();
      assertThat(MovableSessions.text(live, "SELECT @tenant")).isEqualTo("seven");
    }
  }

  /** And no way back: the server has cleared the session before it looks at the password. */
  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_1", "MYSQL_9_7"})
  void aChangeThatIsRefusedHasLostTheStateOrTheConnection(Library library) throws Exception {
    try (LibraryLoader application = unwoven(library);
        Connection live = open(library, application)) {
      MovableSessions.execute(live, "SET @tenant = 'seven'");
      assertThatThrownBy(() -> change(live, "nobody")).isInstanceOf(SQLException.class);
      assertThat(live.isClosed() || "null".equals(tenant(live))).isTrue();
    }
  }

  /** The driver prepares a statement itself unless it is told to have the server do so. */
  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_1", "MYSQL_9_7"})
  void aStatementThatTheDriverHasPreparedGoesOn(Library library) throws Exception {
    try (LibraryLoader application = unwoven(library);
        Connection live = open(library, application);
        PreparedStatement prepared = live.prepareStatement("SELECT ? + 1")) {
      assertThat(plusOne(prepared, 6)).isEqualTo(7);
      change(live, NEW);
      assertThat(plusOne(prepared, 7)).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MYSQL_5_1", "MYSQL_9_7"})
  void aStatementThatTheServerHasPreparedFailsAfterwards(Library library) throws Exception {
    try (LibraryLoader application = unwoven(library);
        Connection live = open(library, application, "useServerPrepStmts=true");
        PreparedStatement prepared = live.prepareStatement("SELECT ? + 1")) {
      assertThat(plusOne(prepared, 6)).isEqualTo(7);
      change(live, NEW);
      assertThatThrownBy(prepared::executeQuery)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Unknown prepared statement");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MARIADB_2_7", "MARIADB_3_5"})
  void mariaDbsDriverHasNoSuchMethod(Library library) throws Exception {
    try (LibraryLoader application = unwoven(library);
        Connection live = open(library, application)) {
      assertThat(Arrays.stream(live.getClass().getMethods()).map(method -> method.getName()))
          .isNotEmpty()
          .doesNotContain("changeUser");
    }
  }

  private static LibraryLoader unwoven(Library library) {
    Path libraries = Path.of("target", "libraries");
    return new LibraryLoader(
        new Weaver(List.of()),
        libraries.resolve(library.jar + ".jar"),
        libraries.resolve("slf4j-api-1.7.36.jar"));
  }

  private static Connection open(Library library, LibraryLoader application, String... options)
      throws Exception {
    Properties info = new Properties();
    info.setProperty("user", OLD);
    info.setProperty("password", OLD);
    String more = options.length == 0 ? "" : "?" + String.join("&", options);
    Driver driver = (Driver) application.make(library.driver);
    return driver.connect(server.url(library.subprotocol) + more, info);
  }

  private static void change(Connection live, String user) throws Exception {
    try {
      live.getClass().getMethod("changeUser", String.class, String.class).invoke(live, user, user);
    } catch (InvocationTargetException thrown) {
      throw (Exception) thrown.getCause();
    }
  }

  /** Connector/J keeps the changes that the answer to the latest statement reported. */
  private static List<?> changesReportedBy(Connection live, String statement) throws Exception {
    MovableSessions.execute(live, statement);
    Object tracker = got(live, "getServerSessionStateController");
    return (List<?>) got(got(tracker, "getSessionStateChanges"), "getSessionStateChangesList");
  }

  private static Object got(Object of, String getter) throws Exception {
    Method method = of.getClass().getMethod(getter);
    method.setAccessible(
        true); // The classes that implement the driver's interfaces are not public.
    return method.invoke(of);
  }

  private static int plusOne(PreparedStatement prepared, int number) throws SQLException {
    prepared.setInt(1, number);
    try (ResultSet row = prepared.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String shown(Connection live, String view) throws SQLException {
    return shown(live, "count(*)", view);
  }

  private static String shown(Connection live, String column, String view) throws SQLException {
    return MovableSessions.text(live, "SELECT " + column + " FROM information_schema." + view);
  }

  private static String tenant(Connection live) throws SQLException {
    try {
      return MovableSessions.text(live, "SELECT @tenant");
    } catch (SQLException lost) {
      return "null";
    }
  }
}
