// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.PatternSettings.isBindings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.driver.mariadb.MariaDbLoginPoint;
import dev.leasehold.inject.driver.mariadb.MariaDbWeaving;
import dev.leasehold.inject.driver.mysql.MysqlDialect;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.Driver;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs and properties that look as a pattern does, and lead the driver elsewhere. */
class LeadingElsewhereTest {

  /** Each driver takes it. */
  private static final String PARAMETER = "loginTimeout=9";

  private static final String FACTORY = "socketFactory=x.F";

  private static final String PG = "postgresql-newest";
  private static final String MYSQL = "mysql-connector-j-9.7.0";
  private static final String MARIADB = "mariadb-java-client-3.5.11";
  private static final String MSSQL = "mssql-jdbc-13.6.2.jre11";
  private static final String ORACLE = "ojdbc11-23.26.4.0.0";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/orders?PGHOST=evil | | evil:5432/orders
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/orders?host=evil | | evil:5432/orders
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/orders?PGPORT=6666 | | db:6666/orders
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/ | user=app | db:5432/app
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/?user=app | user=orders | db:5432/app
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/orders?port=6666 | | db:6666/orders
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/orders?PGDBNAME=other | | db:5432/other
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://db/orders?dbname=other | | db:5432/other
          jdbc:postgresql://localhost/orders | jdbc:postgresql:orders | PGHOST=evil PGPORT=6666 | evil:6666/orders
          jdbc:postgresql:orders           | jdbc:postgresql:orders | PGHOST=evil PGPORT=6666 | evil:6666/orders
          jdbc:postgresql://db:5432        | jdbc:postgresql://db;,evil/orders | | db;:5432,evil:5432/orders
          jdbc:postgresql://db/*           | jdbc:postgresql://db;,evil/orders | | db;:5432,evil:5432/orders
          jdbc:postgresql://db:5432/orders | jdbc:postgresql://evil@db/orders | | evil@db:5432/orders
          jdbc:postgresql://*.corp/orders  | jdbc:postgresql://evil\\x.corp/orders | | evil\\x.corp:5432/orders
          jdbc:postgresql://db*/orders     | jdbc:postgresql://db.evil.example/orders | | db.evil.example:5432/orders
          jdbc:postgresql://db/orders?ssl=true* | jdbc:postgresql://db/orders?ssl=true&PGHOST=evil | | evil:5432/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql:///orders?PGHOST=evil | | evil:5432/orders
          jdbc:postgresql://db/orders      | jdbc:postgresql://db,evil/orders?targetServerType=primary | | db:5432,evil:5432/orders
          jdbc:mysql://db:3306/orders      | jdbc:mysql://address=(host=db)(host=evil)/orders | | evil:3306/orders
          jdbc:mysql://db:3306/orders      | jdbc:mysql://(host=db,host=evil)/orders | | evil:3306/orders
          jdbc:mysql://db:3306/orders      | jdbc:mysql://address=(host=db)(ho%73t=evil)/orders | | evil:3306/orders
          jdbc:mysql://db:3306/orders      | jdbc:mysql://(host=db,ho%73t=evil)/orders | | evil:3306/orders
          jdbc:mysql://db:3306/orders      | jdbc:mysql://(host=db,port=3306,port=6666)/orders | | db:6666/orders
          jdbc:mysql://localhost/orders    | jdbc:mysql:///orders?host=evil | | evil:3306/orders
          jdbc:mysql://db:3306/orders      | jdbc:mysql://db/orders?dbname=other | | db:3306/other
          jdbc:mysql://db:3306/orders      | jdbc:mysql://db/orders?port=6666 | | db:6666/orders
          jdbc:mysql://localhost/orders    | jdbc:mysql:///orders | host=evil | evil:3306/orders
          jdbc:mysql://db:3306             | jdbc:mysql://db;,evil/orders | | db;:3306,evil:3306/orders
          jdbc:mysql://db/*                | jdbc:mysql://db;,evil/orders | | db;:3306,evil:3306/orders
          jdbc:mariadb://db/*              | jdbc:mariadb://db;,evil/orders | | db;:3306,evil:3306/orders
          jdbc:mariadb://db                | jdbc:mariadb://db;,evil/orders | | db;:3306,evil:3306/orders
          jdbc:mariadb://db/orders         | jdbc:mariadb://db/orders?localSocket=/run/evil.sock | | /run/evil.sock/orders
          jdbc:mariadb://localhost/orders?localSocket=/run/good.sock | jdbc:mariadb://localhost/orders?%6cocalSocket=/run/good.sock | | localhost:3306/orders
          jdbc:sqlserver://db              | jdbc:sqlserver://db;serverName=evil | | evil:1433
          jdbc:sqlserver://db:1433         | jdbc:sqlserver://db:1433;serverName=evil;portNumber=6666 | | evil:6666
          jdbc:sqlserver://db              | jdbc:sqlserver://db;failoverPartner=evil;databaseName=x | | db:1433,evil:1433/x
          jdbc:sqlserver://db              | jdbc:sqlserver://db | server=evil | evil:1433
          jdbc:sqlserver://db              | jdbc:sqlserver://db\\inst | | db\\inst
          jdbc:oracle:thin:@//db:1521/x    | jdbc:oracle:thin:@//evil:1521/x | | evil:1521/x
          jdbc:oracle:thin:@//db*:1521/x   | jdbc:oracle:thin:@//db.evil:1521/x | | db.evil:1521/x
          """)
  void isNoneOfTheBindings(String pattern, String url, @Nullable String properties, String targets)
      throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library(url))) {
      ConnectionRequest request =
          Objects.requireNonNull(driver.request(url, properties(properties)));
      assertThat(request.targets()).hasToString(targets);
      assertThat(isBindings(pattern, request)).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db/orders | jdbc:postgresql://db/orders?socketFactory=com.example.F | socketFactory
          jdbc:postgresql:orders      | jdbc:postgresql:orders?socketFactory=x.F&socketFactoryArg=/run/s | socketFactory, socketFactoryArg
          jdbc:postgresql:///orders   | jdbc:postgresql:///orders?socketFactory=com.google.cloud.sql.postgres.SocketFactory&cloudSqlInstance=p:r:i&ssl=true | cloudSqlInstance, socketFactory
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?socketFactory=com.example.F&useSSL=false | socketFactory
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?socksProxyHost=evil | socksProxyHost
          jdbc:mysql+srv://db/orders  | jdbc:mysql+srv://db/orders | dnsSrv
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?useSSL=false&propertiesTransform=com.example.T | propertiesTransform
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?a=b& properties%54ransform =com.example.T | propertiesTransform
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?propertiestransform=com.example.T | propertiesTransform
          jdbc:mysql://db/orders | jdbc:mysql://db/orders?socksProxyHost=no | socksProxyHost
          jdbc:mysql://db/orders | jdbc:mysql://db/orders?socksProxyHost=false | socksProxyHost
          jdbc:postgresql://db/orders | jdbc:postgresql://db/orders?writeDataSourceAddress=false | writeDataSourceAddress
          jdbc:mariadb://db/orders    | jdbc:mariadb://db/orders?socketFactory=com.example.F | socketFactory
          jdbc:postgresql://db/orders | jdbc:postgresql://db/orders?sslfactory=com.example.F&sslfactoryarg=evil&ssl=true | sslfactory, sslfactoryarg
          jdbc:postgresql://db/orders | jdbc:postgresql://db/orders?sslpasswordcallback=com.example.C&elsewhere=evil | elsewhere, sslpasswordcallback
          jdbc:postgresql://db/orders | jdbc:postgresql://db/orders?sslhostnameverifier=com.example.V | sslhostnameverifier
          jdbc:postgresql://db/orders | jdbc:postgresql://db/orders?connectExecutor=com.example.E&connectExecutorArg=evil | connectExecutor, connectExecutorArg
          jdbc:postgresql://db/orders | jdbc:postgresql://db/orders?jaasApplicationName=evil | jaasApplicationName
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?authenticationPlugins=com.example.P | authenticationPlugins
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?authenticationOpenidConnectCallbackHandler=com.example.C | authenticationOpenidConnectCallbackHandler
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?connectionLifecycleInterceptors=com.example.I | connectionLifecycleInterceptors
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?queryInterceptors=com.mysql.cj.jdbc.interceptors.ServerStatusDiffInterceptor,x.I | queryInterceptors
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?exceptionInterceptors=com.example.I | exceptionInterceptors
          jdbc:mysql://db/orders      | jdbc:mysql://db/orders?clientInfoProvider=com.example.I | clientInfoProvider
          jdbc:mysql:loadbalance://db/orders | jdbc:mysql:loadbalance://db/orders?ha.loadBalanceStrategy=com.example.S | ha.loadBalanceStrategy
          jdbc:mysql:loadbalance://db/orders | jdbc:mysql:loadbalance://db/orders?haLoadBalanceStrategy=com.example.S | haLoadBalanceStrategy
          jdbc:mysql:loadbalance://db/orders | jdbc:mysql:loadbalance://db/orders?loadBalanceExceptionChecker=com.example.C | loadBalanceExceptionChecker
          jdbc:mysql:loadbalance://db/orders | jdbc:mysql:loadbalance://db/orders?loadBalanceConnectionGroup=g | loadBalanceConnectionGroup
          jdbc:mysql:replication://db,db/orders | jdbc:mysql:replication://db,db/orders?replicationConnectionGroup=g | replicationConnectionGroup
          jdbc:mariadb://db/orders    | jdbc:mariadb://db/orders?socketFactory=com.example.F&cloudSqlInstance=evil&sslMode=trust | cloudSqlInstance, socketFactory
          jdbc:mariadb://db/orders    | jdbc:mariadb://db/orders?tlsSocketType=evil&sslMode=trust | tlsSocketType
          jdbc:sqlserver://db         | jdbc:sqlserver://db;socketFactoryClass=com.example.F | socketFactoryClass
          jdbc:sqlserver://db         | jdbc:sqlserver://db;socketFactoryClass=com.example.F;socketFactoryConstructorArg=evil | socketFactoryClass, socketFactoryConstructorArg
          jdbc:oracle:thin:@//db/x    | jdbc:oracle:thin:@//db/x?oracle.jdbc.passwordAuthentication=OCI_TOKEN&oracle.jdbc.ociIamUrl=https:evil | oracle.jdbc.ociIamUrl, oracle.jdbc.passwordAuthentication
          jdbc:oracle:thin:@//db/x    | jdbc:oracle:thin:@//db/x?oracle.jdbc.config.file=/evil | oracle.jdbc.config.file
          jdbc:oracle:thin:@orders    | jdbc:oracle:thin:@orders?TNS_ADMIN=/evil | TNS_ADMIN
          jdbc:oracle:thin:@//db/x    | jdbc:oracle:thin:@//db/x?oracle.jdbc.provider.connectionString=evil | oracle.jdbc.provider.connectionString
          """)
  void isRefusedWhereAParameterMayLeadElsewhere(String pattern, String url, String parameters)
      throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library(url))) {
      ConnectionRequest request = Objects.requireNonNull(driver.request(url, new Properties()));
      assertThat(request.targets().detours().keySet())
          .containsExactlyInAnyOrder(parameters.split(", "));
      assertThatThrownBy(() -> isBindings(pattern, request))
          .isInstanceOf(UncertainTargetException.class)
          .hasMessageContaining(" " + parameters + " may lead");
      StringBuilder named = new StringBuilder(pattern);
      request
          .targets()
          .detours()
          .forEach(
              (name, value) ->
                  named
                      .append(named.indexOf("?") < 0 ? '?' : '&')
                      .append(name)
                      .append('=')
                      .append(value));
      assertThat(isBindings(named.toString(), request)).isTrue();
      assertThat(isBindings("*", request)).isTrue();
    }
  }

  /** The same parameters in the versions before, under the names that they had. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, jdbc:postgresql://db/orders?sslfactory=com.example.F, sslfactory",
    "postgresql-42.4.5, jdbc:postgresql://db/orders?sslpasswordcallback=x.C, sslpasswordcallback",
    "mysql-connector-java-5.1.49, jdbc:mysql://db/orders?authenticationPlugins=x.P, authenticationPlugins",
    "mysql-connector-java-5.1.49, jdbc:mysql://db/orders?statementInterceptors=x.I, statementInterceptors",
    "mysql-connector-java-5.1.49, jdbc:mysql:loadbalance://db/orders?loadBalanceStrategy=x.S, loadBalanceStrategy",
    "mysql-connector-java-5.1.49, jdbc:mysql:loadbalance://db/orders?loadBalanceConnectionGroup=g, loadBalanceConnectionGroup",
    "mysql-connector-java-8.0.11, jdbc:mysql://db/orders?authenticationPlugins=x.P, authenticationPlugins",
    "mysql-connector-java-8.0.11, jdbc:mysql://db/orders?propertiesTransform=x.T, propertiesTransform",
    "mysql-connector-java-5.1.49, jdbc:mysql://db/orders?propertiesTransform=x.T, propertiesTransform",
    "mariadb-java-client-2.7.0, jdbc:mariadb:aurora://db/orders, haMode",
    "mariadb-java-client-2.7.13, jdbc:mariadb:aurora://db/orders, haMode",
    "mariadb-java-client-2.7.13, jdbc:mariadb://db/orders?tlsSocketType=evil, tlsSocketType",
    "mariadb-java-client-2.7.13, jdbc:mariadb://db/orders?socketFactory=x.F&where=evil, socketFactory+where",
    "mariadb-java-client-3.0.11, jdbc:mariadb://db/orders?socketFactory=x.F&where=evil, socketFactory+where"
  })
  void isRefusedInEarlierVersions(String library, String url, String parameters) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest request = Objects.requireNonNull(driver.request(url, new Properties()));
      assertThat(request.targets().detours().keySet())
          .containsExactlyInAnyOrder(parameters.split("\\+"));
    }
  }

  /** The driver's own classes, TLS, and classes that are handed no login. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/orders?sslfactory=org.postgresql.ssl.NonValidatingFactory&sslfactoryarg=x",
        "jdbc:postgresql://db/orders?sslcert=/c&sslkey=/k&sslrootcert=/r&sslmode=verify-full&gsslib=gssapi",
        "jdbc:postgresql://db/orders?jaasApplicationName=pgjdbc&jaasLogin=false&xmlFactoryFactory=x.F",
        "jdbc:mysql://db/orders?clientCertificateKeyStoreUrl=http://x/k&trustCertificateKeyStoreUrl=file:/t",
        "jdbc:mysql://db/orders?defaultAuthenticationPlugin=mysql_clear_password&serverRSAPublicKeyFile=/k",
        "jdbc:mysql://db/orders?authenticationPlugins=com.mysql.cj.protocol.a.authentication.MysqlClearPasswordPlugin",
        "jdbc:mysql://db/orders?allowLoadLocalInfile=true&ldapServerHostname=x&ociConfigFile=/o&logger=x.L",
        "jdbc:mysql://db/orders?authenticationOpenidConnectCallbackHandler=com.mysql.cj.callback.OpenidConnectIdTokenFromFileCallbackHandler",
        "jdbc:mysql:loadbalance://db/orders?ha.loadBalanceStrategy=bestResponseTime",
        "jdbc:mariadb://db/orders?restrictedAuth=none&serverSslCert=/c&unknown=x&serverRsaPublicKeyFile=/k",
        "jdbc:mysql://db/orders?dnsSrv=NO&namedPipePath=\\\\.\\pipe\\MySQL&socksProxyHost=",
        "jdbc:oracle:thin:@//db/x?oracle.jdbc.passwordAuthentication=PASSWORD_VERIFIER&TNS_ADMIN=",
        "jdbc:oracle:thin:@//db/x?oracle.net.httpsProxyPort=0&oracle.net.socksProxyPort=1080",
        "jdbc:oracle:thin:@//db/x?oracle.net.socksRemoteDNS=false&oracle.jdbc.proxyClientName=a",
        "jdbc:oracle:thin:@//db/x?oracle.net.ldap.ssl.trustStore=/t&com.sun.jndi.ldap.read.timeout=1",
        "jdbc:sqlserver://db;trustManagerClass=x.T;trustStore=/t;keyStoreAuthentication=JavaKeyStorePassword",
      })
  void leadsNowhereElse(String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library(url))) {
      ConnectionRequest request = Objects.requireNonNull(driver.request(url, new Properties()));
      assertThat(request.targets().detours()).isEmpty();
      assertThat(isBindings(url.substring(0, url.indexOf("//db")) + "//db", request)).isTrue();
    }
  }

  /** Connector/J's class of old is a name for the driver of now, and is read as that. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql-connector-java-8.0.11",
        "mysql-connector-j-9.7.0",
        "mysql-connector-j-26.10.0"
      })
  void isReadByTheDriverUnderItsOldName(String library) throws Exception {
    try (LibraryLoader application = new LibraryLoader(library)) {
      Driver old = (Driver) application.make("com.mysql.jdbc.Driver");
      MysqlDialect dialect = new MysqlDialect();
      Properties info = properties("user=app password=x");
      Targets targets =
          Objects.requireNonNull(
              dialect.targets(old, "jdbc:mysql://(host=db,ho%73t=evil)/orders", info));
      assertThat(targets).hasToString("evil:3306/orders");
      assertThat(dialect.remainingLogin(old, "jdbc:mysql://]pp:x@db/orders", info)).isNotNull();
    }
  }

  /** With the properties of a connect the parser may succeed, and then the driver logs in. */
  @ParameterizedTest
  @CsvSource({
    "mysql-connector-java-5.1.49, jdbc:mysql://db/orders?useConfigs=none",
    "mysql-connector-j-9.7.0, jdbc:mysql://db:x/orders",
    "mysql-connector-j-9.7.0, jdbc:mysql://db/orders?useConfigs=none",
    "mssql-jdbc-13.6.2.jre11, jdbc:sqlserver://db;portNumber=x",
    "postgresql-42.2.2, jdbc:postgresql://db/orders?PGPORT=x",
    "postgresql-42.2.2, 'jdbc:postgresql://db,a/orders?PGPORT=1,x'",
    "postgresql-42.2.2, 'jdbc:postgresql:orders?PGHOST=,&PGPORT=1'"
  })
  void cannotBeReadWhereTheDriversParserFails(String library, String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest request =
          Objects.requireNonNull(driver.request(url, properties("user=app password=x")));
      assertThat(request.targets().isReadable()).isFalse();
      String scheme = url.substring(0, url.indexOf(':', "jdbc:".length()) + 1);
      assertThatThrownBy(() -> isBindings(scheme + "//db", request))
          .isInstanceOf(UncertainTargetException.class);
      String first = url.contains("sqlserver") ? ";" : "?";
      String next = first.replace('?', '&');
      String asked = url + (url.contains(first) ? next : first) + PARAMETER + next + FACTORY;
      ConnectionRequest more =
          Objects.requireNonNull(driver.request(asked, properties("user=app password=x")));
      assertThat(more.targets().detours()).containsEntry("socketFactory", "x.F");
      assertThatThrownBy(() -> isBindings(scheme + "//db" + first + PARAMETER, more))
          .isInstanceOf(UncertainTargetException.class);
      assertThat(driver.request("jdbc:other://db:x/orders", new Properties())).isNull();
    }
  }

  /** A host that a driver may pass over. */
  @ParameterizedTest
  @CsvSource(
      "mysql-connector-java-5.1.49, jdbc:mysql://address=(host=a))(port=1)(host=b),address=(host=db)/")
  void cannotBeReadWhereTheDriverFindsMore(String library, String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest request =
          Objects.requireNonNull(driver.request(url, properties("user=app password=x")));
      assertThat(request.targets().isReadable()).isFalse();
      assertThatThrownBy(() -> isBindings("jdbc:mysql://db", request))
          .isInstanceOf(UncertainTargetException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mariadb-java-client-3.5.11", "mariadb-java-client-4.0.0"})
  void cannotBeReadWhereTheHostsHaveSeveralSockets(String library) throws Exception {
    String url =
        "jdbc:mariadb://address=(host=localhost)(localSocket=/tmp/evil.sock),"
            + "address=(localSocket=/run/good.sock)/orders?%6cocalSocket=/run/good.sock";
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest request = Objects.requireNonNull(driver.request(url, new Properties()));
      assertThat(request.targets().isReadable()).isFalse();
      assertThat(isBindings("jdbc:mariadb://localhost/orders?localSocket=/run/good.sock", request))
          .isFalse();
    }
  }

  /**
   * The driver's login point names the socket as the targets do, though the address has a host,
   * too.
   */
  @ParameterizedTest
  @CsvSource({
    "mariadb-java-client-3.5.11, jdbc:mariadb:///orders?localSocket=/run/good.sock",
    "mariadb-java-client-3.5.11, jdbc:mariadb://localhost/orders?localSocket=/run/good.sock",
    "mariadb-java-client-4.0.0, jdbc:mariadb:///orders?localSocket=/run/good.sock",
    "mariadb-java-client-4.0.0, jdbc:mariadb://localhost/orders?localSocket=/run/good.sock"
  })
  void isAllowedAtTheDoorWhereThePatternNamesTheSocket(String library, String url)
      throws Exception {
    try (LibraryLoader application = new LibraryLoader(library)) {
      Object configuration =
          application
              .loadClass("org.mariadb.jdbc.Configuration")
              .getMethod("parse", String.class, Properties.class)
              .invoke(null, url, new Properties());
      ConnectionRequest request =
          Objects.requireNonNull(
              Objects.requireNonNull(Drivers.connectMethods().get(MariaDbWeaving.CONFIGURATION))
                  .request(null, configuration, null));
      assertThat(isBindings("jdbc:mariadb://localhost/orders?localSocket=/run/good.sock", request))
          .isTrue();
      List<?> addresses =
          (List<?>) configuration.getClass().getMethod("addresses").invoke(configuration);
      for (Object address : addresses) {
        assertThat(request.targets().hasServer(new MariaDbLoginPoint().server(address))).isTrue();
      }
    }
  }

  private static Properties properties(@Nullable String text) {
    Properties properties = new Properties();
    if (text != null) {
      for (String each : text.split(" ", -1)) {
        properties.setProperty(
            each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
      }
    }
    return properties;
  }

  private static String library(String url) {
    if (url.startsWith("jdbc:postgresql")) {
      return PG;
    }
    if (url.startsWith("jdbc:mysql")) {
      return MYSQL;
    }
    if (url.startsWith("jdbc:oracle")) {
      return ORACLE;
    }
    return url.startsWith("jdbc:mariadb") ? MARIADB : MSSQL;
  }
}
