// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectInjectionTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @EachPgjdbc
  void replacesTheCredentialInPropertiesAndUrl(String library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = application.driver();
      Properties defaults = properties("app_static", "wrong");
      Properties info = new Properties(defaults);
      info.setProperty("ApplicationName", "shop");
      String query = "?user=app_static&connectTimeout=5&password=wrong";
      try (Connection plain = driver.connect(server.url(), info);
          Connection withUrl = driver.connect(server.url() + query, null);
          Connection viaThread =
              driver.connect(server.url() + "?loginTimeout=10&user=app_static", info)) {
        String role = deployment.life.current().credential().username();
        assertThat(user(plain)).isEqualTo(role);
        assertThat(user(withUrl)).isEqualTo(role);
        assertThat(user(viaThread)).isEqualTo(role);
        assertThat(applicationName(plain)).isEqualTo("shop");
        assertThat(deployment.openOf(1)).isEqualTo(3);
      }
      assertThat(info).containsOnlyKeys("ApplicationName");
      assertThat(defaults).isEqualTo(properties("app_static", "wrong"));
    }
  }

  @EachPgjdbc
  void goesToTheDatabaseOfTheConfiguredUserWhereNoneIsNamed(String library) throws Exception {
    String url = server.url("");
    ConnectionMatcher app = (any, targets, user) -> "app".equals(targets.whole().database());
    try (Deployment deployment = new Deployment(server, Deployment.LONG, app);
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = application.driver();
      String role = deployment.life.current().credential().username();
      for (String query : List.of("", "?connectTimeout=5", "?user=app&password=wrong")) {
        String user = query.contains("user") ? "other" : "app";
        try (Connection connection = driver.connect(url + query, properties(user, "wrong"))) {
          assertThat(single(connection, "SELECT current_database()")).isEqualTo("app");
          assertThat(user(connection)).isEqualTo(role);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest", "mysql-connector-j-9.7.0"})
  void bindsItselfToTheServerThatFirstAcceptsTheCredential(String stranger) throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    LoginListener.Protocol protocol =
        stranger.startsWith("mysql") ? new HandshakeProtocol() : new StartupProtocol();
    try (LoginListener other = LoginListener.refusing("v-test-", protocol);
        Deployment deployment = new Deployment(Roles.of(server), selfBinding(told));
        DriverUnderTest driver = new DriverUnderTest("postgresql-newest");
        DriverUnderTest strangers = new DriverUnderTest(stranger)) {
      String elsewhere =
          (stranger.startsWith("mysql") ? "jdbc:mysql" : "jdbc:postgresql")
              + "://127.0.0.1:"
              + other.port()
              + "/app";
      Properties info = properties("app_static", "wrong");
      assertThatThrownBy(() -> strangers.connect(elsewhere, DriverUnderTest.copyOf(info)))
          .isInstanceOf(SQLException.class);
      assertThat(other.users()).isNotEmpty().allMatch(user -> user.startsWith("v-test-"));
      assertThat(userOf(driver.driver(), info)).startsWith("v-test-");
      int before = other.users().size();
      assertThatThrownBy(() -> strangers.connect(elsewhere, DriverUnderTest.copyOf(info)))
          .isInstanceOf(SQLException.class);
      assertThat(other.users().subList(before, other.users().size()))
          .isNotEmpty()
          .containsOnly("app_static");
      assertThat(deployment.probe.targets()).extracting(Target::port).containsOnly(server.port());
      assertThat(told)
          .containsExactly(
              "orders for 127.0.0.1:" + server.port(),
              "orders for 127.0.0.1:" + server.port() + " not 127.0.0.1:" + other.port());
      assertThat(deployment.source.fetched()).isLessThanOrEqualTo(2);
      assertThat(deployment.recorder.late()).as("servers that are late with a role").isEmpty();
    }
  }

  private static SelfBinding selfBinding(List<String> told) {
    SelfBindingListener listener =
        new SelfBindingListener() {
          @Override
          public void bound(String binding, String setting, String url, Targets servers) {
            told.add(binding + " for " + servers.whole().server());
          }

          @Override
          public void leftAlone(
              String binding, String setting, String url, Targets servers, Targets elsewhere) {
            String mine = servers.whole().server();
            told.add(binding + " for " + mine + " not " + elsewhere.whole().server());
          }
        };
    return new SelfBinding(
        "orders", "leasehold.url", Duration.ofSeconds(30), LeaseClock.system(), listener);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void leavesConnectionsOfNoBindingAlone(String library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      Properties info = properties("postgres", server.superuser().password());
      try (Connection connection = application.driver().connect(server.url(), info)) {
        assertThat(user(connection)).isEqualTo("postgres");
        assertThat(connection.isValid(5)).isTrue();
        assertThat(deployment.ledger.generationOf(connection)).isNull();
      }
      assertThat(application.driver().connect("jdbc:other:thing", info)).isNull();
    }
  }

  @EachPgjdbc
  void sharesOneRefreshAmongThreadsWhoseCredentialIsRejected(String library) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      server.dropRole(deployment.life.current().credential().username());
      Driver driver = application.driver();
      Callable<String> connect =
          () -> {
            try (Connection connection =
                driver.connect(server.url(), properties("app_static", "wrong"))) {
              return user(connection);
            }
          };
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        calls.add(connect);
      }
      for (Future<String> user : threads.invokeAll(calls)) {
        assertThat(user.get()).startsWith("v-test-2-");
      }
      assertThat(deployment.source.fetched()).isEqualTo(2);
      deployment.recorder.await("drained", 1);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void refusesWithoutAValidLeaseAndNeverTriesTheStaticPassword(String library) throws Exception {
    Properties working = properties("postgres", server.superuser().password());
    try (Deployment deployment =
            new Deployment(server, Duration.ofSeconds(3), (url, targets, user) -> true);
        LibraryLoader application = new LibraryLoader(library)) {
      deployment.life.current();
      deployment.source.goDown();
      deployment.recorder.await("refusing", 0);
      SQLException refusal = refusal(application.driver(), working);
      long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!refusal.toString().contains("the test took the source down")
          && System.nanoTime() < bound) {
        refusal = refusal(application.driver(), working);
      }
      assertThat(refusal.getMessage())
          .contains("binding orders has no valid lease")
          .contains("the test took the source down");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void refusesOnlyTheThreadThatIsInterruptedWhileItWaitsForTheFirstCredential(String library)
      throws Exception {
    SlowRoles roles = new SlowRoles(Roles.of(server));
    ExecutorService others = Executors.newFixedThreadPool(6);
    try (Deployment deployment =
            new Deployment(
                roles, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = application.driver();
      Properties info = properties("app_static", "wrong");
      List<Future<String>> users = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        users.add(others.submit(() -> userOf(driver, info)));
      }
      Interrupted interrupted = new Interrupted(() -> userOf(driver, info));
      interrupted.whileItWaits();
      assertThat(interrupted.thrown)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
          .hasMessage(
              "Leasehold: binding orders: interrupted while waiting for the first credential");
      assertThat(interrupted.flagKept).as("the thread stays interrupted").isTrue();
      roles.goOn();
      for (Future<String> user : users) {
        assertThat(user.get()).startsWith("v-test-1-");
      }
      assertThat(deployment.source.fetched()).isEqualTo(1);
    } finally {
      roles.goOn();
      others.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void leavesOtherConnectFailuresAsTheyAre(String library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      Properties info = properties("app_static", "wrong");
      assertThatThrownBy(() -> application.driver().connect(server.url("nowhere"), info))
          .isInstanceOf(SQLException.class)
          .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("3D000"));
      assertThat(deployment.source.fetched()).isEqualTo(1);
      assertThat(deployment.openOf(1)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void refusesWhenTheAgentItselfFails(String library) throws Exception {
    ConnectionMatcher faulty =
        (url, targets, user) -> {
          throw new IllegalStateException("broken on purpose");
        };
    try (Deployment deployment = new Deployment(server, Deployment.LONG, faulty);
        LibraryLoader application = new LibraryLoader(library)) {
      Properties working = properties("postgres", server.superuser().password());
      assertThatThrownBy(() -> application.driver().connect(server.url(), working))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("the configured password is not tried");
      assertThat(deployment.openOf(1)).isZero();
    }
  }

  private static String userOf(Driver driver, Properties info) throws SQLException {
    try (Connection connection = driver.connect(server.url(), info)) {
      return user(connection);
    }
  }

  private static SQLException refusal(Driver driver, Properties working) {
    SQLException refusal =
        catchThrowableOfType(
            SQLException.class, () -> driver.connect(server.url(), working).close());
    assertThat(refusal.getSQLState()).isEqualTo("28000");
    assertThat(refusal.toString()).doesNotContain(working.getProperty("password"));
    return refusal;
  }

  private static Deployment orders() {
    return new Deployment(
        server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }

  private static Properties properties(String user, String password) {
    Properties info = new Properties();
    info.setProperty("user", user);
    info.setProperty("password", password);
    return info;
  }

  private static String user(Connection connection) throws SQLException {
    return single(connection, "SELECT current_user");
  }

  private static String applicationName(Connection connection) throws SQLException {
    return single(connection, "SHOW application_name");
  }

  private static String single(Connection connection, String query) throws SQLException {
    try (ResultSet result = connection.createStatement().executeQuery(query)) {
      result.next();
      return result.getString(1);
    }
  }
}
