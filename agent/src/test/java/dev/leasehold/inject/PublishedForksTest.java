// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.PatternSettings.isBindings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.ConnectMethod;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.NoCredentialException;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Forks that are published, as far as they go with a real PostgreSQL. */
class PublishedForksTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.launch();
  }

  @ParameterizedTest
  @EnumSource(names = {"EDB", "EDB_42_5", "YUGABYTE", "AWS"})
  void getsTheCredentialOnPostgresAndAnotherWhenItIsRejected(PublishedFork fork) throws Exception {
    try (Deployment deployment = orders(Roles.of(server));
        LibraryLoader application = fork.loader()) {
      Driver driver = (Driver) application.make(fork.driver());
      String url = fork.url(server.url());
      Connection connection = driver.connect(url, login());
      assertThat(user(connection)).startsWith("v-test-1-");
      assertThat(connection.isValid(5)).isTrue();
      deployment.rotateTo(2);
      assertThat(connection.isValid(5)).isEqualTo(!fork.hasConnectionsBesideDriver());
      assertThat(deployment.openOf(1)).as("connections that end at the deadline").isEqualTo(1);
      connection.close();
      deployment.recorder.await("drained", 1);
      server.dropRole(deployment.life.current().credential().username());
      try (Connection another = driver.connect(url, login())) {
        assertThat(user(another)).startsWith("v-test-3-");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EDB", "EDB_42_5", "YUGABYTE", "AWS"})
  void connectionsAreAbortedAtTheDeadline(PublishedFork fork) throws Exception {
    try (Deployment deployment = orders(Roles.of(server));
        LibraryLoader application = fork.loader()) {
      Driver driver = (Driver) application.make(fork.driver());
      Connection connection = driver.connect(fork.url(server.url()), login());
      assertThat(user(connection)).as("before its deadline").startsWith("v-test-1-");
      deployment.endFirstLease();
      Connections.awaitClosed(connection);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENGAUSS", "REDSHIFT", "REDSHIFT_2_1"})
  void sendsTheCredentialAndItsSuccessorWhenItIsRefused(PublishedFork fork) throws Exception {
    try (LoginListener listener = LoginListener.refusing("v-test-1-", new StartupProtocol());
        Deployment deployment = orders(Roles.ofNobody());
        LibraryLoader application = fork.loader()) {
      Driver driver = (Driver) application.make(fork.driver());
      String url = fork.url("jdbc:postgresql://127.0.0.1:" + listener.port() + "/app");
      assertThatThrownBy(() -> driver.connect(url, login())).isInstanceOf(SQLException.class);
      assertThat(listener.users()).allMatch(user -> user.startsWith("v-test-"));
      assertThat(listener.users().get(0)).startsWith("v-test-1-");
      assertThat(listener.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  /** The parser of Redshift's driver cannot be asked, so its parameters are known by name. */
  @ParameterizedTest
  @CsvSource({
    "?plugin_name=com.amazon.redshift.plugin.OktaCredentialsProvider, plugin_name",
    ";PLUGIN_NAME=com.example.P, PLUGIN_NAME",
    "?IAMAuth=true, IAMAuth",
    "?DbUser=admin&AccessKeyID=a, DbUser",
    "?webIdentityToken=x, webIdentityToken",
    "?uid=somebody, uid",
    "?PWD=x, PWD"
  })
  void refusesAnotherLoginOfRedshifts(String query, String name) throws Exception {
    ConnectionRequest request = request(PublishedFork.REDSHIFT, "//db:5439/app" + query);
    assertThatThrownBy(() -> leased(request))
        .isInstanceOf(NoCredentialException.class)
        .hasMessageContaining(name);
  }

  @Test
  void refusesRedshiftsUrlsForIam() throws Exception {
    ConnectionRequest request = request(PublishedFork.REDSHIFT, "iam://db:5439/app");
    assertThatThrownBy(() -> leased(request)).hasMessageContaining("iam");
  }

  @ParameterizedTest
  @CsvSource({
    "?IAMAuth=false&plugin_name=&AuthMech=require, ''",
    "?sslfactory=com.amazon.redshift.ssl.NonValidatingFactory, ''",
    "?sslfactory=com.example.F, sslfactory",
    "?socketFactory=com.example.F, socketFactory",
    ";IniFile=/evil;HOST=evil, 'HOST, IniFile'",
    "?host=evil, host"
  })
  void knowsWhatLeadsRedshiftsDriverElsewhere(String query, String detours) throws Exception {
    ConnectionRequest request = request(PublishedFork.REDSHIFT, "//db:5439/app" + query);
    assertThat(request.targets().detourNames()).isEqualTo(detours);
    leased(request);
  }

  /** These drivers log in later to the servers that a cluster says that it has. */
  @ParameterizedTest
  @CsvSource({
    "OPENGAUSS, ?autoBalance=roundrobin, autoBalance",
    "OPENGAUSS, ?autoBalance=false, ''",
    "AWS, ?enableClusterAwareFailover=no, ''",
    "AWS, ?enableClusterAwareFailover=false&clusterInstanceHostPattern=?.evil, ''",
    "AWS, ?enableClusterAwareFailover=true&clusterInstanceHostPattern=?.evil,"
        + " 'clusterInstanceHostPattern, enableClusterAwareFailover'",
    "OPENGAUSS, ?writeDataSourceAddress=evil:1, writeDataSourceAddress",
    "AWS, ?enableClusterAwareFailover=true, enableClusterAwareFailover",
    "AWS, ?clusterInstanceHostPattern=?.evil, clusterInstanceHostPattern",
    "AWS, '', ''",
    "YUGABYTE, ?load-balance=true, ''"
  })
  void knowsAClusterThatSaysWhereToLogIn(PublishedFork fork, String query, String detours)
      throws Exception {
    assertThat(request(fork, "//db:5432/app" + query).targets().detourNames()).isEqualTo(detours);
  }

  /**
   * openGauss's driver has the name of pgjdbc's up to 6.0.0, and pgjdbc none of these parameters.
   */
  @ParameterizedTest
  @CsvSource({
    "opengauss-jdbc-6.0.0, //db:5432/app?autoBalance=leastconn, autoBalance",
    "opengauss-jdbc-6.0.0, //db:5432/app?writeDataSourceAddress=evil:1, writeDataSourceAddress",
    "opengauss-jdbc-6.0.0, //db:5432/app?PGHOSTURL=evil, PGHOSTURL",
    "opengauss-jdbc-6.0.0, //db:5432/app?PGPORTURL=1, PGPORTURL",
    "opengauss-jdbc-6.0.0, '//db:5432,other:5433/app?targetServerType=master', ''",
    "postgresql-newest, //db:5432/app?autoBalance=true, autoBalance",
    "postgresql-newest, //db:5432/app?autoBalance=false, ''"
  })
  void knowsThemUnderTheNameOfPgjdbcsDriver(String library, String url, String detours)
      throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest request =
          Objects.requireNonNull(driver.request("jdbc:postgresql:" + url, login()));
      assertThat(request.targets().detourNames()).isEqualTo(detours);
    }
  }

  /** Each driver's own default port is a part of its targets, and stands for none in a pattern. */
  @ParameterizedTest
  @CsvSource({
    "EDB, 5432",
    "EDB_42_5, 5432",
    "YUGABYTE, 5433",
    "AWS, 5432",
    "OPENGAUSS, 5432",
    "REDSHIFT, 5439",
    "REDSHIFT_2_1, 5439"
  })
  void knowsThePortThatTheForkTakes(PublishedFork fork, int port) throws Exception {
    String scheme = fork.url("jdbc:postgresql:");
    int other = port == 5432 ? 5439 : 5432;
    for (String database : List.of("app", "a&b")) {
      ConnectionRequest request = request(fork, "//db/" + database);
      assertThat(request.targets().defaultPort()).isEqualTo(port);
    }
    ConnectionRequest plain = request(fork, "//db/app");
    assertThat(plain.targets()).hasToString("db:" + port + "/app");
    assertThat(isBindings(scheme + "//db/app", plain)).isTrue();
    assertThat(isBindings(scheme + "//db:" + port + "/app", plain)).isTrue();
    assertThat(isBindings(scheme + "//db:" + other + "/app", plain)).isFalse();
    ConnectionRequest named = request(fork, "//db:" + port + "/app");
    assertThat(isBindings(scheme + "//db/app", named)).isTrue();
    ConnectionRequest elsewhere = request(fork, "//db:" + other + "/app");
    assertThat(isBindings(scheme + "//db/app", elsewhere)).isFalse();
  }

  /** The driver would ask for the database of the user, which is the leased role then. */
  @Test
  void anEmptyNameOfADatabaseLeadsElsewhereWithRedshifts() throws Exception {
    assertThat(request(PublishedFork.REDSHIFT, "//db/orders").targets().detourNames()).isEmpty();
    assertThat(request(PublishedFork.REDSHIFT, "//db/orders?DBName=").targets().detourNames())
        .isEqualTo("dbname");
  }

  @Test
  void aSeparatorInThePathIsReadNowhereWithRedshifts() throws Exception {
    assertThat(request(PublishedFork.REDSHIFT, "//db/&orders").targets().isReadable()).isFalse();
    assertThat(request(PublishedFork.REDSHIFT, "//db/or:64ers").targets().isReadable()).isFalse();
    assertThat(request(PublishedFork.REDSHIFT, "//db/orders:").targets().isReadable()).isFalse();
    assertThat(request(PublishedFork.REDSHIFT, "//db/a;s?b=c").targets().isReadable()).isFalse();
    assertThat(request(PublishedFork.REDSHIFT, "//db/a;b=c").targets().isReadable()).isTrue();
    assertThat(request(PublishedFork.REDSHIFT, "//db/a?b=c&d=e").targets().isReadable()).isTrue();
  }

  /** To both drivers it is this machine; pgjdbc's parser says so. */
  @Test
  void anEmptyHostAtTheEndOfAListIsNotLeftOut() throws Exception {
    String hosts = "//db,:33843/orders";
    assertThat(request(PublishedFork.OPENGAUSS, hosts).targets().isReadable()).isFalse();
    assertThat(request(PublishedFork.OPENGAUSS, "//db,:1,db/orders").targets().isReadable())
        .isTrue();
    assertThat(request(PublishedFork.OPENGAUSS, "//,:5433/orders").targets().isReadable())
        .isFalse();
    String more = "//db/orders?PGHOST=db,other,third&PGPORT=1,2";
    assertThat(request(PublishedFork.OPENGAUSS, more).targets().isReadable()).isFalse();
    try (DriverUnderTest driver = new DriverUnderTest("postgresql-newest")) {
      ConnectionRequest request =
          Objects.requireNonNull(driver.request("jdbc:postgresql:" + hosts, login()));
      assertThat(request.targets()).hasToString("db:5432,localhost:33843/orders");
    }
  }

  @Test
  void openGausssDriverUnderTheNameOfPgjdbcsGetsTheCredential() throws Exception {
    try (LoginListener listener = LoginListener.refusing("v-test-1-", new StartupProtocol());
        Deployment deployment = orders(Roles.ofNobody());
        LibraryLoader application = new LibraryLoader("opengauss-jdbc-6.0.0")) {
      String url = "jdbc:postgresql://127.0.0.1:" + listener.port() + "/app";
      Driver driver = application.driver();
      assertThatThrownBy(() -> driver.connect(url, login())).isInstanceOf(SQLException.class);
      assertThat(listener.users()).allMatch(user -> user.startsWith("v-test-"));
      assertThat(listener.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  /** It asks one node which others there are, logs in to these, and remembers them in its JVM. */
  @Test
  void yugabytesTopologyLeadsToNoServerThatIsNotMeant() throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("v-test-", new StartupProtocol())) {
      createTopology(elsewhere, "");
      String everywhere = balanced((url, targets, user) -> true);
      assertThat(elsewhere.users()).as("where every server is meant").contains(everywhere);
      Target meant = Target.of("127.0.0.1", server.port(), null);
      String there = balanced((url, targets, user) -> targets.hasServer(meant));
      assertThat(elsewhere.users()).doesNotContain(there);
    } finally {
      server.query("DROP FUNCTION yb_servers()");
    }
  }

  private static void createTopology(LoginListener node, String from) {
    server.query(
        """
        CREATE FUNCTION yb_servers(OUT host text, OUT port bigint, OUT num_connections bigint,
          OUT node_type text, OUT cloud text, OUT region text, OUT zone text,
          OUT public_ip text, OUT uuid text)
        RETURNS SETOF record LANGUAGE sql AS $$
          SELECT '127.0.0.1', %d::bigint, 0::bigint, 'primary', 'c', 'r', 'z', '', 'u' %s $$
        """
            .formatted(node.port(), from));
  }

  /** Its thread goes on with the credential when the connect has timed out. */
  @Test
  @Timeout(120)
  void yugabytesTopologyLeadsNowhereElseAfterATimeout() throws Exception {
    Target meant = Target.of("127.0.0.1", server.port(), null);
    try (LoginListener elsewhere = LoginListener.refusing("v-test-", new StartupProtocol())) {
      createTopology(elsewhere, "FROM (SELECT pg_advisory_lock_shared(11)) AS held");
      try (Connection holder = server.connect();
          Statement statement = holder.createStatement();
          Deployment ignored =
              new Deployment(
                  Roles.of(server),
                  Deployment.LONG,
                  (url, targets, user) -> targets.hasServer(meant));
          LibraryLoader application = PublishedFork.YUGABYTE.loader()) {
        statement.execute("SELECT pg_advisory_lock(11)");
        Driver driver = (Driver) application.make(PublishedFork.YUGABYTE.driver());
        String url = PublishedFork.YUGABYTE.url(server.url()) + "?load-balance=true&loginTimeout=1";
        assertThatThrownBy(() -> driver.connect(url, login())).hasMessageContaining("timed out");
        statement.execute("SELECT pg_advisory_unlock(11)");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
          if (thread.getName().contains("JDBC driver connection thread")) {
            thread.join();
          }
        }
      }
      assertThat(elsewhere.users()).isEmpty();
    } finally {
      server.query("DROP FUNCTION yb_servers()");
    }
  }

  /** Returns the role of the binding's first credential. */
  private static String balanced(ConnectionMatcher match) throws Exception {
    try (Deployment deployment = new Deployment(Roles.of(server), Deployment.LONG, match);
        LibraryLoader application = PublishedFork.YUGABYTE.loader()) {
      String role = deployment.life.current().credential().username();
      Driver driver = (Driver) application.make(PublishedFork.YUGABYTE.driver());
      String url = PublishedFork.YUGABYTE.url(server.url()) + "?load-balance=true";
      try (Connection connection = driver.connect(url, login())) {
        assertThat(user(connection)).startsWith("v-test-1-");
      } catch (SQLException nowhereLetIn) {
        // The driver may give up where it has been refused.
      }
      return role;
    }
  }

  @Test
  void awssDriverDoesNotFailOverByItself() throws Exception {
    Properties info = (Properties) leased(request(PublishedFork.AWS, "//db:5432/app")).second();
    assertThat(info).containsEntry("enableClusterAwareFailover", "false");
  }

  private static ReplacedArguments leased(ConnectionRequest request) throws Exception {
    Credential credential = new Credential("v-test-1", Secret.of("secret"));
    return request.with(credential, new SessionStart(null, "pod"), "0123abcd");
  }

  private static ConnectionRequest request(PublishedFork fork, String rest) throws Exception {
    try (LibraryLoader application = fork.loader()) {
      Driver driver = (Driver) application.make(fork.driver());
      ConnectMethod connectMethod =
          Objects.requireNonNull(Drivers.connectMethods().get("fork postgresql"));
      String url = fork.url("jdbc:postgresql:") + rest;
      return Objects.requireNonNull(connectMethod.request(driver, url, login()));
    }
  }

  @Test
  void areThoseOfTheDocument() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "compatibility.md"));
    int begin = document.indexOf("<!-- forks -->");
    int end = document.indexOf("<!-- /forks -->");
    assertThat(begin).isBetween(0, end);
    assertThat(document.substring(begin, end).lines().skip(3))
        .containsExactlyElementsOf(
            Arrays.stream(PublishedFork.values()).map(PublishedFork::row).toList());
  }

  private static Deployment orders(Roles roles) {
    return new Deployment(
        roles, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app_static");
    info.setProperty("password", "wrong");
    info.setProperty("ssl", "false");
    return info;
  }

  private static String user(Connection connection) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
