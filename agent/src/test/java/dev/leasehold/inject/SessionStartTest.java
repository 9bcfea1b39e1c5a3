// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As which role and under which name sessions begin, on drivers with and without start options. */
class SessionStartTest {

  private static final String NEWEST = "postgresql-newest";
  private static final String ODD_ROLE = "Odd \"role\\ 1";
  private static final String POD = "orders-7d9c5b8f6-x2x9k";

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
    server.query("GRANT app_owner TO app_rw");
    server.query("CREATE ROLE \"Odd \"\"role\\ 1\" NOLOGIN");
    server.query("GRANT \"Odd \"\"role\\ 1\" TO app_rw");
    server.query("CREATE ROLE stranger NOLOGIN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-42.2.29", NEWEST})
  void takesOnARoleWhateverItIsCalled(String library) throws Exception {
    try (Deployment deployment = as(ODD_ROLE);
        LibraryLoader application = new LibraryLoader(library);
        Connection connection = connect(application, server.url(), new Properties())) {
      assertThat(ask(connection, "SELECT current_user")).isEqualTo(ODD_ROLE);
      assertThat(ask(connection, "SELECT session_user"))
          .isEqualTo(deployment.life.current().credential().username());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.29", NEWEST})
  void keepsTheRoleThroughEveryReset(String library) throws Exception {
    try (Deployment deployment = as("app_owner");
        LibraryLoader application = new LibraryLoader(library);
        Connection connection = connect(application, server.url(), new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE NONE");
      for (String reset : new String[] {"RESET ROLE", "RESET ALL", "DISCARD ALL"}) {
        statement.execute(reset);
        assertThat(ask(connection, "SELECT current_user")).as(reset).isEqualTo("app_owner");
      }
      assertThat(deployment.openOf(1)).isEqualTo(1);
    }
  }

  @Test
  void keepsTheOptionsThatTheApplicationGivesInTheUrlOrBesideIt() throws Exception {
    try (Deployment deployment = as("app_owner");
        LibraryLoader application = new LibraryLoader(NEWEST)) {
      String options = "-c statement_timeout=1234 -c role=app_rw";
      Properties info = properties("options", options);
      String url = server.url() + "?options=" + options.replace(" ", "%20");
      try (Connection beside = connect(application, server.url(), info);
          Connection within = connect(application, url, new Properties())) {
        for (Connection connection : new Connection[] {beside, within}) {
          assertThat(ask(connection, "SHOW statement_timeout")).isEqualTo("1234ms");
          assertThat(ask(connection, "SELECT current_user")).isEqualTo("app_owner");
        }
      }
      assertThat(info.getProperty("options")).as("the caller's own").isEqualTo(options);
      assertThat(deployment.openOf(1)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", NEWEST})
  void namesBothRolesWhereTheCredentialMayNotTakeItOn(String library) throws Exception {
    try (Deployment deployment = as("stranger");
        LibraryLoader application = new LibraryLoader(library)) {
      String login = deployment.life.current().credential().username();
      SQLException refusal =
          catchThrowableOfType(
              SQLException.class,
              () -> connect(application, server.url(), new Properties()).close());
      assertThat(refusal.getMessage())
          .contains("binding orders")
          .contains("may not take on the role stranger of leasehold.set-role")
          .contains("permission denied to set role \"stranger\"");
      assertThat(refusal.getSQLState()).isEqualTo("28000");
      assertThat(deployment.openOf(1)).isZero();
      deployment.recorder.await("refusing", 0);
      assertThat(server.sessions()).doesNotContainKey(login);
    }
  }

  @Test
  void saysThatTheRoleDoesNotExist() throws Exception {
    try (Deployment deployment = as("nobody");
        LibraryLoader application = new LibraryLoader(NEWEST)) {
      deployment.life.current();
      SQLException refusal =
          catchThrowableOfType(
              SQLException.class,
              () -> connect(application, server.url(), new Properties()).close());
      assertThat(refusal.getMessage()).contains("role \"nobody\" does not exist");
      assertThat(deployment.openOf(1)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", NEWEST})
  void namesSessionsAfterPodAndLeaseWhereTheApplicationGivesNoName(String library)
      throws Exception {
    try (Deployment deployment = named(POD);
        LibraryLoader application = new LibraryLoader(library)) {
      String stamp = "leasehold/" + POD + "/" + deployment.life.current().fingerprint();
      String own = server.url() + "?ApplicationName=shop";
      try (Connection stamped = connect(application, server.url(), new Properties());
          Connection inUrl = connect(application, own, new Properties());
          Connection beside =
              connect(application, server.url(), properties("ApplicationName", "shop"))) {
        assertThat(nameOf(stamped)).isEqualTo(stamp);
        assertThat(nameOf(inUrl)).isEqualTo("shop");
        assertThat(nameOf(beside)).isEqualTo("shop");
      }
    }
  }

  @Test
  void leavesTheNameToAServiceFileWhereOneIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("services"), "[shop]\nApplicationName=shop\n");
    System.setProperty("org.postgresql.pgservicefile", file.toString());
    try (Deployment deployment = named(POD);
        LibraryLoader application = new LibraryLoader(NEWEST);
        Connection connection =
            connect(application, server.url() + "?service=shop", new Properties())) {
      assertThat(nameOf(connection)).isEqualTo("shop");
      assertThat(deployment.openOf(1)).isEqualTo(1);
    } finally {
      System.clearProperty("org.postgresql.pgservicefile");
    }
  }

  @Test
  void cutsALongPodNameAtItsBeginningAndShowsPrintableAsciiOnly() {
    String name = new SessionStart(null, "a-very-" + "long-".repeat(9) + "näme 7").name("1a2b3c4d");
    assertThat(name).hasSize(63).startsWith("leasehold/ng-").endsWith("-n?me?7/1a2b3c4d");
    assertThat(new SessionStart("role", null).name("1a2b3c4d")).isNull();
  }

  private static Deployment as(String role) {
    return deployment(new SessionStart(role, null));
  }

  private static Deployment named(String pod) {
    return deployment(new SessionStart(null, pod));
  }

  private static Deployment deployment(SessionStart start) {
    return new Deployment(Roles.of(server), Deployment.LONG, (url, targets, user) -> true, start);
  }

  private static Connection connect(LibraryLoader application, String url, Properties info)
      throws Exception {
    Driver driver = application.driver();
    return driver.connect(url, info);
  }

  private static Properties properties(String name, String value) {
    Properties info = new Properties();
    info.setProperty(name, value);
    return info;
  }

  private static @Nullable String nameOf(Connection connection) throws SQLException {
    return ask(
        connection, "SELECT application_name FROM pg_stat_activity WHERE pid=pg_backend_pid()");
  }

  private static @Nullable String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }
}
