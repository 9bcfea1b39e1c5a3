// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.bootstrap.Bridge;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.driver.sqlserver.SqlServerDialect;
import dev.leasehold.inject.driver.sqlserver.SqlServerLoginPoint;
import dev.leasehold.inject.driver.sqlserver.SqlServerWeaving;
import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** mssql-jdbc up to the login that it sends; there is no server behind it. */
class SqlServerTest {

  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void sendsTheCredentialAndItsSuccessorWhenItIsRefused(String library) throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new TdsProtocol());
        Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("com.microsoft.sqlserver.jdbc.SQLServerDriver");
      Properties info = new Properties();
      info.setProperty("userName", "somebody");
      info.setProperty("user", "app_static");
      info.setProperty("password", "wrong");
      assertThatThrownBy(() -> driver.connect(url(server) + ";user=x;password={a;b}", info))
          .isInstanceOf(SQLException.class);
      assertThat(server.users()).allMatch(user -> user.startsWith("v-test-"));
      assertThat(server.users().get(0)).startsWith("v-test-1-");
      assertThat(server.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(info).containsEntry("user", "app_static");
      assertThat(driver.connect("jdbc:other:thing", info)).isNull();
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void sendsTheCredentialFromItsDataSourceToo(String library) throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new TdsProtocol());
        Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(library)) {
      Object source = application.make("com.microsoft.sqlserver.jdbc.SQLServerDataSource");
      source.getClass().getMethod("setURL", String.class).invoke(source, url(server));
      source.getClass().getMethod("setUser", String.class).invoke(source, "app_static");
      source.getClass().getMethod("setPassword", String.class).invoke(source, "wrong");
      assertThatThrownBy(((DataSource) source)::getConnection).isInstanceOf(SQLException.class);
      assertThat(server.users()).allMatch(user -> user.startsWith("v-test-"));
      assertThat(server.users().get(0)).startsWith("v-test-1-");
      assertThat(server.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  /** A synonym of 13.6.2 means the login of the operating system's user, or names a user. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "mssql-jdbc-13.6.2.jre11, '', trusted_connection, true",
        "mssql-jdbc-13.6.2.jre11, '', Trusted_Connection, true",
        "mssql-jdbc-13.6.2.jre11, '', UID, somebody",
        "mssql-jdbc-13.6.2.jre11, ;trusted_connection=true, -, -",
        "mssql-jdbc-13.6.2.jre11, ;uid=somebody, -, -",
        "mssql-jdbc-12.10.2.jre11, ;uid=somebody, trusted_connection, true"
      })
  void sendsTheCredentialWhateverASynonymSays(
      String library, String inUrl, @Nullable String name, @Nullable String value)
      throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new TdsProtocol());
        Deployment ignored = everybodys();
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("com.microsoft.sqlserver.jdbc.SQLServerDriver");
      Properties info = new Properties();
      info.setProperty("password", "wrong");
      info.setProperty("authenticationScheme", "JavaKerberos");
      if (name != null && value != null) {
        info.setProperty(name, value);
      }
      assertThatThrownBy(() -> driver.connect(url(server) + inUrl, info))
          .isInstanceOf(SQLException.class);
      assertThat(server.users()).isNotEmpty().allMatch(user -> user.startsWith("v-test-"));
    }
  }

  /**
   * A synonym that is not known would leave a login beside the lease's, or another way to log in.
   */
  @Test
  void knowsEachSynonymOfAPropertyThatLogsIn() throws Exception {
    SqlServerDialect dialect = new SqlServerDialect();
    try (LibraryLoader application = new LibraryLoader("mssql-jdbc-13.6.2.jre11")) {
      Field field =
          application
              .loadClass("com.microsoft.sqlserver.jdbc.SQLServerDriver")
              .getDeclaredField("driverPropertiesSynonyms");
      field.setAccessible(true);
      String[][] synonyms = (String[][]) requireNonNull(field.get(null));
      assertThat(synonyms.length).isGreaterThan(9);
      for (String[] synonym : synonyms) {
        assertThat(dialect.credentialProperties().contains(synonym[0].toLowerCase(Locale.ROOT)))
            .as(synonym[0])
            .isEqualTo(
                dialect.credentialProperties().contains(synonym[1].toLowerCase(Locale.ROOT)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "setURL, ;trusted_connection=true, integratedSecurity",
    "setIntegratedSecurity, true, integratedSecurity",
    "setAuthentication, ActiveDirectoryPassword, authentication",
    "setClientCertificate, /none.pem, clientCertificate",
    "setURL, ;authentication=ActiveDirectoryPassword, authentication"
  })
  void refusesADataSourceThatLogsInAnotherWay(String setter, String value, String property)
      throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new TdsProtocol());
        Deployment ignored = everybodys();
        LibraryLoader application = new LibraryLoader("mssql-jdbc-13.6.2.jre11")) {
      Object source = application.make("com.microsoft.sqlserver.jdbc.SQLServerDataSource");
      LibraryLoader.set(source, "setURL", url(server));
      if (value.equals("true")) {
        source.getClass().getMethod(setter, boolean.class).invoke(source, true);
      } else {
        LibraryLoader.set(source, setter, value.startsWith(";") ? url(server) + value : value);
      }
      assertThatThrownBy(((DataSource) source)::getConnection)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("property " + property + " of the SQLServerDataSource");
      assertThat(server.users()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void triesACredentialWhereTheDataSourceLedThenAndNotWhereItLeadsNow(String library)
      throws Exception {
    try (LoginListener then = LoginListener.refusing("v-test-1-", new TdsProtocol());
        LoginListener now = LoginListener.refusing("v-test-1-", new TdsProtocol());
        Deployment ignored = everybodys();
        LibraryLoader application = new LibraryLoader(library)) {
      Object source = application.make("com.microsoft.sqlserver.jdbc.SQLServerDataSource");
      LibraryLoader.set(source, "setURL", url(then));
      ConnectionRequest request =
          requireNonNull(
              requireNonNull(Drivers.connectMethods().get(SqlServerWeaving.DATA_SOURCE))
                  .request(source, null, null));
      ConnectRecipe recipe = request.recipe();
      LibraryLoader.set(source, "setURL", url(now));
      Target target = request.targets().whole();
      Credential credential = new Credential("v-test-1-x", Secret.of("x"));
      OwnConnections.begin();
      try {
        assertThatThrownBy(() -> recipe.open(credential, target)).isInstanceOf(SQLException.class);
      } finally {
        OwnConnections.end();
      }
      assertThat(then.users()).isNotEmpty().containsOnly("v-test-1-x");
      assertThat(now.users()).isEmpty();
    }
  }

  /**
   * A connection that has lost its session while idle logs in again on a thread of the driver's.
   */
  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void doesNotLogInAgainWhereTheBindingIsNotFor(String library) throws Exception {
    try (Deployment deployment = everybodys();
        LibraryLoader application = new LibraryLoader(library)) {
      Object connection = connection(application, "db", 1433, null);
      Bridge.reaching(SqlServerWeaving.LOGIN_POINT, connection); // None of ours yet.
      requireNonNull(deployment.ledger.pending(deployment.life.current()))
          .opened((Connection) connection, Target.of("db", 1433, "app"), null);
      Bridge.reaching(SqlServerWeaving.LOGIN_POINT, connection);
      lead(application, connection, "evil", 1433, null);
      assertThatThrownBy(() -> Bridge.reaching(SqlServerWeaving.LOGIN_POINT, connection))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("about to log in to evil:1433")
          .hasMessageContaining("(db:1433/app)");
    }
  }

  /** The driver's thread knows failures of the driver's own class only, and tries others again. */
  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void theStatementThatWaitsForALoginIsToldThatItIsRefused(String library) throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("app_static", new TdsProtocol());
        Deployment deployment = everybodys();
        LibraryLoader application = new LibraryLoader(library)) {
      Object connection = connectionThatHasLoggedIn(application, url(elsewhere));
      MemberAccess.set(connection, "state", opened(application));
      requireNonNull(deployment.ledger.pending(deployment.life.current()))
          .opened((Connection) connection, Target.of("db", 1433, "app"), null);
      final int before = elsewhere.users().size();
      Thread thread = reconnect(application, connection);
      thread.start();
      thread.join(60_000);
      assertThat(thread.isAlive()).isFalse();
      Throwable said = (Throwable) requireNonNull(MemberAccess.call(thread, "getException"));
      assertThat(said)
          .hasMessageContaining("about to log in to 127.0.0.1:" + elsewhere.port())
          .hasMessageContaining("The credential is not sent there");
      assertThat(said.getClass().getClassLoader()).isSameAs(application);
      assertThat(MemberAccess.call(connection, "isFatalError", said)).isEqualTo(true);
      assertThat(elsewhere.users()).hasSize(before);
    }
  }

  /** As the driver would have it, but for a server that lets it in. */
  private static Object connectionThatHasLoggedIn(LibraryLoader application, String url)
      throws Exception {
    Object connection = connection(application, "db", 1433, null);
    Object driver = application.make("com.microsoft.sqlserver.jdbc.SQLServerDriver");
    Properties login = new Properties();
    login.setProperty("user", "app_static");
    login.setProperty("password", "wrong");
    Object merged =
        requireNonNull(MemberAccess.call(driver, "parseAndMergeProperties", url, login));
    Method connect =
        connection
            .getClass()
            .getDeclaredMethod(
                "connect",
                Properties.class,
                application.loadClass("com.microsoft.sqlserver.jdbc.SQLServerPooledConnection"));
    connect.setAccessible(true);
    assertThatThrownBy(() -> connect.invoke(connection, merged, null))
        .hasCauseInstanceOf(SQLException.class);
    return connection;
  }

  /** As {@code IdleConnectionResiliency.reconnect} makes it. */
  private static Thread reconnect(LibraryLoader application, Object connection) throws Exception {
    MemberAccess.set(connection, "connectRetryCount", 1);
    Object command = MemberAccess.create(connection, "LogonCommand", connection);
    Constructor<?> constructor =
        application
            .loadClass("com.microsoft.sqlserver.jdbc.ReconnectThread")
            .getDeclaredConstructor(
                connection.getClass(),
                application.loadClass("com.microsoft.sqlserver.jdbc.TDSCommand"));
    constructor.setAccessible(true);
    return (Thread) constructor.newInstance(connection, command);
  }

  private static Object connection(
      LibraryLoader application, String host, int port, @Nullable String instance)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        application
            .loadClass("com.microsoft.sqlserver.jdbc.SQLServerConnection")
            .getDeclaredConstructor(String.class);
    constructor.setAccessible(true);
    Object connection = constructor.newInstance("test");
    MemberAccess.set(connection, "state", opened(application)); // Else the ledger forgets it.
    lead(application, connection, host, port, instance);
    return connection;
  }

  private static Object opened(LibraryLoader application) throws ReflectiveOperationException {
    Class<?> states =
        application.loadClass("com.microsoft.sqlserver.jdbc.SQLServerConnection$State");
    return Stream.of(states.getEnumConstants())
        .filter(state -> state.toString().equalsIgnoreCase("opened"))
        .findFirst()
        .orElseThrow();
  }

  private static void lead(
      LibraryLoader application,
      Object connection,
      String host,
      int port,
      @Nullable String instance)
      throws ReflectiveOperationException {
    Constructor<?> constructor =
        application
            .loadClass("com.microsoft.sqlserver.jdbc.ServerPortPlaceHolder")
            .getDeclaredConstructor(String.class, int.class, String.class, boolean.class);
    constructor.setAccessible(true);
    Object place = constructor.newInstance(host, port, instance, false);
    MemberAccess.set(connection, "currentConnectPlaceHolder", place);
  }

  /** SQL Server's browser service, which says the port of an instance, is not there. */
  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void knowsAServerByItsInstance(String library) throws Exception {
    try (LibraryLoader application = new LibraryLoader(library)) {
      SqlServerLoginPoint point = new SqlServerLoginPoint();
      assertThat(point.instance(connection(application, "db", 50_123, "INST")))
          .isEqualTo(Target.of("db\\inst", Target.NO_PORT, null));
      assertThat(point.instance(connection(application, "db", 50_123, null))).isNull();
    }
  }

  private static Deployment everybodys() {
    return new Deployment(Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> true);
  }

  private static String url(LoginListener server) {
    return "jdbc:sqlserver://127.0.0.1:"
        + server.port()
        + ";encrypt=false;connectRetryCount=0;databaseName=app";
  }

  private static Deployment orders() {
    return new Deployment(
        Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }
}
