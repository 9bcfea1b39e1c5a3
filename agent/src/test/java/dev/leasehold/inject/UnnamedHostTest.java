// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.Settings;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A URL that names no host, or no port, leads to the host and the port that its driver takes
 * instead.
 */
class UnnamedHostTest {

  private static final String FACTORY = "socketFactory=" + OtherPortSocketFactory.class.getName();

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.launch();
  }

  @EachPgjdbc
  void isLocalhostToThePattern(String library) throws Exception {
    assertLeased(library, "?PGPORT=" + server.port(), "//localhost:" + server.port() + "/app");
  }

  /** As with Google's factory for Cloud SQL, at the driver's default port. */
  @EachPgjdbc
  void isLocalhostWhereASocketFactoryKnowsTheServer(String library) throws Exception {
    OtherPortSocketFactory.PORT.set(server.port());
    String query = "?" + FACTORY + "&cloudSqlInstance=project:region:instance";
    assertLeased(library, query, "///app" + query);
  }

  private static void assertLeased(String library, String query, String pattern) throws Exception {
    Settings settings = PatternSettings.of("jdbc:postgresql:" + pattern);
    try (Deployment ignored = new Deployment(server, Deployment.LONG, matching(settings));
        DriverUnderTest driver = new DriverUnderTest(library);
        Connection connection = driver.connect("jdbc:postgresql:///app" + query, login())) {
      assertThat(user(connection)).startsWith("v-test-1-");
    }
  }

  @EachPgjdbc
  void isTheServerThatABindingWithoutAUrlFinds(String library) throws Exception {
    try (Deployment ignored = new Deployment(Roles.of(server), selfBinding());
        DriverUnderTest driver = new DriverUnderTest(library);
        Connection connection =
            driver.connect("jdbc:postgresql:///app?PGPORT=" + server.port(), login())) {
      assertThat(user(connection)).startsWith("v-test-1-");
    }
  }

  /** The driver asks at its door for a port that neither the URL nor the pattern says. */
  @ParameterizedTest
  @CsvSource({
    "REDSHIFT, ///app, ///app",
    "REDSHIFT, //127.0.0.1/app, //127.0.0.1:5439",
    "REDSHIFT_2_1, //127.0.0.1:5439/app, //127.0.0.1/app",
    "EDB, ///app, //localhost:5432/app",
    "YUGABYTE, //127.0.0.1/app, //127.0.0.1:5433"
  })
  void isAtThePortThatTheForkTakes(PublishedFork fork, String url, String pattern)
      throws Exception {
    String scheme = fork.url("jdbc:postgresql:");
    Settings settings = PatternSettings.of(scheme + pattern + '?' + FACTORY);
    try (LoginListener listener = LoginListener.refusing("v-test-", new StartupProtocol());
        Deployment ignored = new Deployment(Roles.ofNobody(), Deployment.LONG, matching(settings));
        DriverUnderTest driver = new DriverUnderTest(fork)) {
      OtherPortSocketFactory.PORT.set(listener.port());
      assertThatThrownBy(() -> driver.connect(scheme + url + '?' + FACTORY, login()))
          .isInstanceOf(SQLException.class);
      assertThat(listener.users()).isNotEmpty().allMatch(user -> user.startsWith("v-test-"));
    }
  }

  private static ConnectionMatcher matching(Settings settings) {
    return (url, targets, user) -> settings.binding(url, targets, user) != null;
  }

  private static SelfBinding selfBinding() {
    return UntoldSelfBinding.of(Duration.ofSeconds(30), LeaseClock.system());
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app_static");
    info.setProperty("password", "wrong");
    info.setProperty("ssl", "false");
    return info;
  }

  private static String user(@Nullable Connection connection) throws SQLException {
    try (Statement statement = Objects.requireNonNull(connection).createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
