// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import dev.leasehold.testbed.sql.Login;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** MySQL's and MariaDB's drivers, woven, against a real MariaDB. */
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class MysqlFamilyTest {

  private static final Login STATIC = new Login("app_static", "wrong");

  private static final Predicate<String> IN_THE_DRIVER =
      holder -> holder.startsWith("org.mariadb.jdbc.");

  @AutoClose private static MariaDbServer server;

  /** A driver in one of its versions. */
  enum Library {
    MYSQL_5_1("mysql-connector-java-5.1.49", "com.mysql.jdbc.Driver", "mysql"),
    MYSQL_8_0("mysql-connector-java-8.0.11", "com.mysql.cj.jdbc.Driver", "mysql"),
    MYSQL_8_4("mysql-connector-j-8.4.0", "com.mysql.cj.jdbc.Driver", "mysql"),
    MYSQL_9_7("mysql-connector-j-9.7.0", "com.mysql.cj.jdbc.Driver", "mysql"),
    MYSQL_26("mysql-connector-j-26.10.0", "com.mysql.cj.jdbc.Driver", "mysql"),
    MARIADB_2_7_0("mariadb-java-client-2.7.0", "org.mariadb.jdbc.Driver", "mariadb"),
    MARIADB_2_7("mariadb-java-client-2.7.13", "org.mariadb.jdbc.Driver", "mariadb"),
    MARIADB_3_0("mariadb-java-client-3.0.11", "org.mariadb.jdbc.Driver", "mariadb"),
    MARIADB_3_5("mariadb-java-client-3.5.11", "org.mariadb.jdbc.Driver", "mariadb"),
    MARIADB_4_0("mariadb-java-client-4.0.0", "org.mariadb.jdbc.Driver", "mariadb");

    final String jar;
    final String driver;
    final String subprotocol;

    Library(String jar, String driver, String subprotocol) {
      this.jar = jar;
      this.driver = driver;
      this.subprotocol = subprotocol;
    }

    LibraryLoader load() {
      return new LibraryLoader(jar, "slf4j-api-1.7.36");
    }

    String dataSource() {
      if (subprotocol.equals("mariadb")) {
        return "org.mariadb.jdbc.MariaDbDataSource";
      }
      return this == MYSQL_5_1
          ? "com.mysql.jdbc.jdbc2.optional.MysqlConnectionPoolDataSource"
          : "com.mysql.cj.jdbc.MysqlConnectionPoolDataSource";
    }

    private String url(String... options) {
      return url(server, options);
    }

    /** From 4.0 on MariaDB's driver wants TLS unless it is told otherwise. */
    String url(MariaDbServer server, String... options) {
      List<String> all = new ArrayList<>(List.of(options));
      if (this == MARIADB_4_0) {
        all.add("sslMode=disable");
      }
      return server.url(subprotocol) + (all.isEmpty() ? "" : "?" + String.join("&", all));
    }
  }

  @BeforeAll
  static void startServer() {
    server = MariaDbServer.launch();
    server.query("CREATE TABLE orders (what TEXT)");
  }

  @ParameterizedTest
  @EnumSource
  void replacesTheCredentialInPropertiesAndUrl(Library library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      String url = library.url("user=app_static", "connectTimeout=5000", "password=wrong");
      try (Connection plain = driver.connect(library.url(), properties(STATIC));
          Connection withUrl = driver.connect(url, null);
          Connection withBoth = driver.connect(url, properties(STATIC))) {
        String role = deployment.life.current().credential().username();
        assertThat(user(plain)).isEqualTo(role);
        assertThat(user(withUrl)).isEqualTo(role);
        assertThat(user(withBoth)).isEqualTo(role);
        assertThat(deployment.openOf(1)).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesOnARoleAndNamesBothRolesWhereItMayNot(Library library) throws Exception {
    server.query("CREATE ROLE IF NOT EXISTS `app owner`");
    server.query("CREATE ROLE IF NOT EXISTS stranger");
    try (LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      try (Deployment deployment = as("app owner");
          Connection connection = driver.connect(library.url(), properties(STATIC))) {
        assertThat(single(connection, "SELECT current_role()")).isEqualTo("app owner");
        assertThat(deployment.openOf(1)).isEqualTo(1);
      }
      try (Deployment deployment = as("stranger")) {
        String login = deployment.life.current().credential().username();
        assertThatThrownBy(() -> driver.connect(library.url(), properties(STATIC)).close())
            .hasMessageContaining("may not take on the role stranger of leasehold.set-role")
            .hasMessageContaining("binding orders");
        assertThat(login).startsWith("v-test-1-");
        assertThat(deployment.openOf(1)).isZero();
      }
    }
  }

  private static Deployment as(String role) {
    Roles roles = Roles.of(server, "app owner");
    return new Deployment(
        roles, Deployment.LONG, (url, targets, user) -> true, new SessionStart(role, null));
  }

  @ParameterizedTest
  @EnumSource(names = "MYSQL_(8_4|9_7|26)", mode = Mode.MATCH_ALL)
  void replacesTheCredentialOfAHostInTheUrl(Library library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      String host = "127.0.0.1:" + server.port();
      String key = "host=127.0.0.1,port=" + server.port();
      for (String hosts :
          List.of(
              "app_static:wrong@" + host,
              "app_static:wrong@[" + host + "," + host + "]",
              "(" + key + ",user=app_static,password=wrong)",
              "address=(host=127.0.0.1)(user=app_static)(password=wrong)(port="
                  + server.port()
                  + ")")) {
        String url = "jdbc:mysql://" + hosts + "/app";
        try (Connection connection = driver.connect(url, properties(new Login("x", "y")))) {
          assertThat(user(connection)).as(hosts).startsWith("v-test-");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesConnectionsOfNoBindingAlone(Library library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      Properties info = properties(server.administrator());
      try (Connection connection = driver.connect(library.url(), info)) {
        assertThat(user(connection)).isEqualTo(server.administrator().user());
        assertThat(connection.isValid(5)).isTrue();
        assertThat(deployment.ledger.generationOf(connection)).isNull();
      }
      assertThat(driver.connect("jdbc:other:thing", info)).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sharesOneRefreshAmongThreadsWhoseCredentialIsRejected(Library library) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      server.dropUser(deployment.life.current().credential().username());
      Driver driver = (Driver) application.make(library.driver);
      Callable<String> connect =
          () -> {
            try (Connection connection = driver.connect(library.url(), properties(STATIC))) {
              return user(connection);
            }
          };
      for (Future<String> user : threads.invokeAll(List.of(connect, connect, connect, connect))) {
        assertThat(user.get()).startsWith("v-test-2-");
      }
      assertThat(deployment.source.fetched()).isEqualTo(2);
      deployment.recorder.await("drained", 1);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void retiresAtRotationAndAbortsAtTheDeadlineWithOneClearException(Library library)
      throws Exception {
    try (Deployment deployment =
            new Deployment(
                Roles.of(server),
                Duration.ofSeconds(6),
                (url, targets, user) -> STATIC.user().equals(user));
        LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      Connection querying = driver.connect(library.url(), properties(STATIC));
      Connection committing = driver.connect(library.url(), properties(STATIC));
      committing.setAutoCommit(false);
      committing.createStatement().execute("INSERT INTO orders VALUES ('tea')");
      Statement statement = querying.createStatement();
      PreparedStatement prepared = querying.prepareStatement("SELECT 1");
      deployment.rotateTo(2);
      Connections.awaitInvalid(querying);
      statement.execute("SELECT 1");

      assertThat(deployment.recorder.await("aborted", 1)).isEqualTo(2);
      Connections.awaitClosed(querying, committing);
      assertThrowsLeaseEnded(committing::commit);
      if (library.jar.contains("-2.7.")) { // Its statements have let go of their connection by now.
        assertThatThrownBy(prepared::executeQuery).isInstanceOf(SQLException.class);
        assertThrowsLeaseEnded(querying::createStatement);
      } else {
        assertThrowsLeaseEnded(() -> statement.executeQuery("SELECT 1"));
        assertThrowsLeaseEnded(prepared::executeQuery);
      }
      deployment.recorder.await("drained", 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesTheDriversOwnDataSourcesTheCredential(Library library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Object source = application.make(library.dataSource());
      set(source, "setUrl", library.url());
      set(source, "setUser", STATIC.user());
      set(source, "setPassword", STATIC.password());
      DataSource plain = (DataSource) source;
      try (Connection connection = plain.getConnection();
          Connection another = plain.getConnection(STATIC.user(), STATIC.password())) {
        assertThat(user(connection)).startsWith("v-test-1-");
        assertThat(user(another)).startsWith("v-test-1-");
      }
      if (source instanceof ConnectionPoolDataSource pooling) {
        PooledConnection physical = pooling.getPooledConnection();
        assertThat(user(physical.getConnection())).startsWith("v-test-1-");
        physical.close();
      }
      deployment.rotateTo(2);
      try (Connection connection = plain.getConnection()) {
        assertThat(user(connection)).startsWith("v-test-2-");
      }
      deployment.recorder.await("drained", 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MARIADB.*", mode = Mode.MATCH_ALL)
  void givesThePoolInsideTheDriverTheCredential(Library library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      String url = library.url("pool=true", "poolValidMinDelay=0", "minPoolSize=1");
      try (Connection connection = driver.connect(url, properties(STATIC))) {
        assertThat(user(connection)).startsWith("v-test-1-");
      }
      deployment.rotateTo(2);
      try (Connection one = driver.connect(url, properties(STATIC));
          Connection another = driver.connect(url, properties(STATIC))) {
        assertThat(one.isValid(5)).isTrue();
        assertThat(List.of(user(one), user(another)))
            .anyMatch(user -> user.startsWith("v-test-2-"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = "MARIADB_[34].*", mode = Mode.MATCH_ALL)
  void givesThePoolOfItsDataSourceTheCredential(Library library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Object source = poolOfOne(application, library);
      try (Connection connection = ((DataSource) source).getConnection()) {
        assertThat(user(connection)).startsWith("v-test-1-");
      }
      ((AutoCloseable) source).close();
      assertThat(deployment.source.fetched()).isEqualTo(1);
    }
  }

  private static Object poolOfOne(LibraryLoader application, Library library) throws Exception {
    Object source = application.make("org.mariadb.jdbc.MariaDbPoolDataSource");
    set(source, "setUrl", library.url("minPoolSize=1"));
    set(source, "setUser", STATIC.user());
    set(source, "setPassword", STATIC.password());
    return source;
  }

  /** It opens its further connections on threads of its own, where nobody else is on the stack. */
  @ParameterizedTest
  @EnumSource(names = "MARIADB_[34].*", mode = Mode.MATCH_ALL)
  void namesThePoolOfItsDataSourceAsWhatKeepsConnections(Library library) throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Object source = poolOfOne(application, library);
      DataSource pool = (DataSource) source;
      try (Connection first = pool.getConnection();
          Connection further = pool.getConnection()) {
        assertThat(first.isValid(5) && further.isValid(5)).isTrue();
        deployment.rotateTo(2);
        deployment.pass(Duration.ofMinutes(3));
        await(() -> deployment.recorder.holders().keySet().stream().anyMatch(IN_THE_DRIVER));
      }
      ((AutoCloseable) source).close();
    }
  }

  private static void await(BooleanSupplier condition) {
    long bound = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < bound) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static void set(Object source, String setter, String value)
      throws ReflectiveOperationException {
    source.getClass().getMethod(setter, String.class).invoke(source, value);
  }

  private static void assertThrowsLeaseEnded(ThrowingCallable use) {
    assertThatThrownBy(use)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("the lease of this connection has ended");
  }

  private static Deployment orders() {
    return new Deployment(
        Roles.of(server), Deployment.LONG, (url, targets, user) -> STATIC.user().equals(user));
  }

  private static Properties properties(Login login) {
    Properties info = new Properties();
    info.setProperty("user", login.user());
    info.setProperty("password", login.password());
    return info;
  }

  private static String user(Connection connection) throws SQLException {
    return single(connection, "SELECT substring_index(user(), '@', 1)");
  }

  private static String single(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
