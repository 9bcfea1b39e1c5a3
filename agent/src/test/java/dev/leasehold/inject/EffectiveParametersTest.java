// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static dev.leasehold.inject.PatternSettings.isBindings;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.driver.sqlserver.SqlServerWeaving;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pattern's parameters, and a binding's user, are compared with the values that the driver goes
 * by, which its URL may not show.
 */
class EffectiveParametersTest {

  private static final String SERVICES = "org.postgresql.pgservicefile";
  private static final int CALLS = 400;
  private static final long SEED = Long.getLong("leasehold.seed", new Random().nextLong());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql-42.2.2 | //db/orders?sslmode=require | //db/orders?sslmode=require | | true
          postgresql-newest | //db/orders?sslmode=require | //db/orders?a=b&sslmode=require | | true
          postgresql-newest | //db/orders?sslmode=require | //db/orders?SSLMODE=require | | false
          postgresql-newest | //db/orders?sslmode=require | //db/orders?ApplicationName=a;sslmode=require | | false
          postgresql-42.2.2 | //db/orders?sslmode=require | //db/orders?sslmode=require&sslmode=disable | | false
          postgresql-newest | //db/orders?sslmode=require | //db/orders?sslmode=disable&sslmode=require | | true
          postgresql-newest | //db/orders?sslmode=require | //db/orders | sslmode=require | true
          postgresql-newest | //db/orders?sslmode=require | //db/orders?sslmode=disable | sslmode=require | false
          postgresql-newest | //db/orders?sslmode=require | //db/orders?sslmode=require | sslmode=disable | true
          postgresql-newest | //db/orders?ssl=true | //db/orders?ssl=true | | true
          postgresql-42.2.2 | //db/orders?ssl=true | //db/orders?ssl=true&sslmode=disable | | false
          mysql-connector-j-9.7.0 | //db/orders?sslMode=REQUIRED | //db/orders?SSLMODE=REQUIRED | | false
          mysql-connector-j-9.7.0 | //db/orders?sslMode=REQUIRED | //db/orders?sslMode=REQUIRED | sslMode=DISABLED | false
          mysql-connector-j-9.7.0 | //db/orders?sslMode=REQUIRED | //db/orders?sslMode=DISABLED | SSLMODE=REQUIRED | false
          mysql-connector-j-9.7.0 | //db/orders?sslMode=REQUIRED | //(host=db,sslMode=DISABLED)/orders?sslMode=REQUIRED | | false
          mysql-connector-j-9.7.0 | //db/orders?sslMode=REQUIRED | //db/orders?sessionVariables=a=1;sslMode=REQUIRED | | false
          mysql-connector-j-9.7.0 | //a,db/orders?sslMode=REQUIRED | //(host=a,sslMode=DISABLED),db/orders?sslMode=REQUIRED | | false
          mysql-connector-j-9.7.0 | //db/orders?useSSL=true | //db/orders?useSSL=true&sslMode=DISABLED | | false
          mysql-connector-java-5.1.49 | //db/orders?useSSL=true | //db/orders?useSSL=true | | true
          mysql-connector-java-5.1.49 | //db/orders?useSSL=true | //db/orders?USESSL=true | | false
          mysql-connector-java-5.1.49 | //db/orders?useSSL=true | //db/orders?useSSL=true | useSSL=false | false
          mariadb-java-client-2.7.13 | //db/orders?useSsl=true | //db/orders?useSSL=true | | true
          mariadb-java-client-2.7.13 | //db/orders?useSsl=true | //db/orders?useSSL=false | useSSL=true | false
          mariadb-java-client-3.5.11 | //db/orders?sslMode=verify-full | //db/orders?SSLMODE=verify-full | | true
          mariadb-java-client-3.5.11 | //db/orders?sslMode=verify-full | //db/orders?sslMode=disable | sslMode=verify-full | false
          mariadb-java-client-3.5.11 | //db/orders?sslMode=verify-full | //db/orders | sessionVariables=a=1&sslMode=verify-full | false
          mariadb-java-client-4.0.0 | //db/orders?sslMode=trust | //db/orders?sslMode=trust | | true
          mysql-connector-j-9.7.0 | //db/orders?sslMode=REQUIRED | //db/orders?sslMode=DISABLED | sslMode=REQUIRED | true
          mssql-jdbc-13.6.2.jre11 | //db;encrypt=strict | //db;ENCRYPT=strict | | true
          mssql-jdbc-12.10.2.jre11 | //db;encrypt=true | //db | | true
          mssql-jdbc-13.6.2.jre11 | //db;encrypt=strict | //db | encrypt=strict | true
          mssql-jdbc-13.6.2.jre11 | //db;encrypt=strict | //db;encrypt=strict | encrypt=false | false
          mssql-jdbc-13.6.2.jre11 | //db;encrypt=strict | //db;applicationName={x;encrypt=strict} | | false
          ojdbc11-23.26.4.0.0 | @//db/x?oracle.net.ssl_server_dn_match=true | @//db/x?oracle.net.ssl_server_dn_match=true | | true
          ojdbc11-23.26.4.0.0 | @//db/x?oracle.net.ssl_server_dn_match=true | @//db/x?oracle.net.ssl_server_dn_match=true | oracle.net.ssl_server_dn_match=false | false
          """)
  void areWhatAPatternAsksFor(
      String library, String pattern, String url, @Nullable String property, boolean matches)
      throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      String scheme = scheme(library);
      ConnectionRequest request =
          requireNonNull(driver.request(scheme + url, properties(property)));
      assertThat(isBindings(scheme + pattern, null, request)).isEqualTo(matches);
    }
  }

  /**
   * A pattern may be copied from the application's URL, which spells parameters that do not count.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          postgresql-newest | //db/orders?sslmode=require | //db/orders?sslmode=disable | sslmode=require, and the driver goes by sslmode=disable
          postgresql-newest | //db/orders?sslmode=prefer | //db/orders | sslmode=prefer, and the driver goes by none of this name
          postgresql-newest | //db/orders?SSLMODE=require | //db/orders?sslmode=require | SSLMODE=require, and the driver goes by sslmode=require
          postgresql-42.2.2 | //db/orders?ssl=true | //db/orders?ssl=true&sslmode=disable | ssl=true, and the driver goes by none of this name
          postgresql-newest | //db/orders?options=-c%20a.b=1 | //db/orders?options=-c%20app.token=S3cret | options=-c a.b=1, and the driver goes by options=***
          postgresql-newest | //db/orders?sslmode=require | //db/other?sslmode=disable | none
          postgresql-newest | //db/orders?sslmode=require | //evil/orders?sslmode=disable | none
          postgresql-newest | //db/orders?sslmode=require | //db/orders?sslmode=require | none
          mysql-connector-j-9.7.0 | //db/orders?useSSL=true | //db/orders?useSSL=true&sslMode=DISABLED | useSSL=true, and the driver goes by none of this name
          mariadb-java-client-3.5.11 | //db/orders?sslMode=disable | //db/orders | sslMode=disable, and the driver goes by none of this name
          mssql-jdbc-13.6.2.jre11 | //db;encrypt=strict | //db;encrypt=false | encrypt=strict, and the driver goes by encrypt=false
          """)
  void areNamedWhereTheyAloneKeepAConnectionFromABinding(
      String library, String pattern, String url, @Nullable String difference) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      String scheme = scheme(library);
      ConnectionRequest request = requireNonNull(driver.request(scheme + url, properties(null)));
      String said =
          PatternSettings.of(scheme + pattern)
              .bindings()
              .get(0)
              .nearMiss(request.url(), request.targets(), request.user());
      if (difference == null) {
        assertThat(said).isNull();
      } else {
        assertThat(said).contains("leasehold.url asks for " + difference + ". If the binding");
      }
    }
  }

  /** A value that the setters of a DataSource set beats its URL. */
  @ParameterizedTest
  @CsvSource({
    "jdbc:sqlserver://db, strict, true",
    "jdbc:sqlserver://db;encrypt=strict, '', true",
    "jdbc:sqlserver://db;encrypt=strict, false, false",
    "jdbc:sqlserver://evil;encrypt=false, strict, true"
  })
  void areThoseOfASqlServerDataSourcesSetters(String url, String encrypt, boolean matches)
      throws Exception {
    for (String library : new String[] {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"}) {
      try (LibraryLoader application = new LibraryLoader(library)) {
        Object source = application.make("com.microsoft.sqlserver.jdbc.SQLServerDataSource");
        LibraryLoader.set(source, "setURL", url);
        LibraryLoader.set(source, "setServerName", "db");
        LibraryLoader.set(source, "setUser", "app");
        if (!encrypt.isEmpty()) {
          LibraryLoader.set(source, "setEncrypt", encrypt);
        }
        ConnectionRequest request =
            requireNonNull(
                requireNonNull(Drivers.connectMethods().get(SqlServerWeaving.DATA_SOURCE))
                    .request(source, null, null));
        assertThat(isBindings("jdbc:sqlserver://db;encrypt=strict", "app", request))
            .as(library)
            .isEqualTo(matches);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgresql-42.2.2 | //db/orders?user=app | user=x | app
          postgresql-newest | //db/orders?user=x&user=app | | app
          postgresql-newest | //db/orders?USER=x | user=app | app
          postgresql-newest | //db/orders?a=b;user=x | user=app | app
          mysql-connector-j-9.7.0 | //db/orders?user=x | USER=app | app
          mysql-connector-j-9.7.0 | //app:p@db/orders | user=x | app
          mysql-connector-j-9.7.0 | //(host=db,us%65r=app)/orders | user=x | app
          mysql-connector-j-9.7.0 | //db/orders?user=app | | app
          mysql-connector-java-5.1.49 | //db/orders?user=x | user=app | app
          mariadb-java-client-2.7.13 | //db/orders?user=app | user=x | app
          mariadb-java-client-3.5.11 | //db/orders?user=app | user=x | app
          mssql-jdbc-13.6.2.jre11 | //db;user=x | userName=app | app
          mssql-jdbc-13.6.2.jre11 | //db;UserName=app | | app
          mssql-jdbc-12.10.2.jre11 | //db | USER=app | app
          ojdbc11-23.26.4.0.0 | app/p@//db/x | | app
          """)
  void nameTheUserWhomTheDriverWouldLogIn(
      String library, String url, @Nullable String property, String user) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      String scheme = scheme(library);
      ConnectionRequest request =
          requireNonNull(driver.request(scheme + url, properties(property)));
      assertThat(request.user()).isEqualTo(user);
      assertThat(isBindings("*", user, request)).isTrue();
      assertThat(isBindings("*", "x", request)).isFalse();
    }
  }

  @Test
  void areAlsoThoseOfPgjdbcsServiceFile(@TempDir Path folder) throws Exception {
    Path services = folder.resolve("pg_service.conf");
    Files.writeString(services, "[orders]\nuser=app\nsslmode=require\n");
    System.setProperty(SERVICES, services.toString());
    try (DriverUnderTest driver = new DriverUnderTest("postgresql-newest")) {
      String url = "jdbc:postgresql://db/orders?service=orders";
      ConnectionRequest request = requireNonNull(driver.request(url, new Properties()));
      assertThat(isBindings("jdbc:postgresql://db/orders?sslmode=require", "app", request))
          .isTrue();
      assertThat(isBindings("jdbc:postgresql://db/orders?sslmode=disable", "app", request))
          .isFalse();
    } finally {
      System.clearProperty(SERVICES);
    }
  }

  /** The driver's own reading, by its own list of its properties. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, sslmode, require, disable",
    "postgresql-42.4.5, sslmode, require, disable",
    "postgresql-newest, sslmode, require, disable",
    "mysql-connector-j-8.4.0, sslMode, REQUIRED, DISABLED",
    "mysql-connector-j-9.7.0, sslMode, REQUIRED, DISABLED",
    "mysql-connector-j-26.10.0, sslMode, REQUIRED, DISABLED",
    "mariadb-java-client-3.0.11, sslMode, verify-full, trust",
    "mariadb-java-client-3.5.11, sslMode, verify-full, trust",
    "mariadb-java-client-4.0.0, sslMode, disable, trust",
    "mssql-jdbc-12.10.2.jre11, encrypt, strict, false",
    "mssql-jdbc-13.6.2.jre11, encrypt, strict, false"
  })
  void areWhatTheDriverSays(String library, String name, String one, String two) throws Exception {
    Random random = new Random(SEED);
    int named = 0;
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      String plain = scheme(library) + (library.startsWith("mssql") ? "//db" : "//db/orders");
      String usual = said(driver, plain, new Properties(), name);
      for (int i = 0; i < CALLS; i++) {
        String url = plain + parameters(random, library, name, one, two);
        Properties info = properties("user=app");
        if (random.nextInt(3) == 0) {
          info.setProperty(anyCase(random, name), random.nextBoolean() ? one : two);
        }
        String what = url + " with " + info + ", run again with -Dleasehold.seed=" + SEED;
        ConnectionRequest request = driver.request(url, info);
        if (request != null && request.targets().isReadable()) {
          String ours = request.targets().parameters().get(name);
          String theirs = said(driver, url, info, name);
          assertThat(ours == null ? usual : spelled(ours)).as(what).isEqualTo(theirs);
          named += ours == null ? 0 : 1;
        }
      }
    }
    assertThat(named).as("calls in which the driver has a value").isGreaterThan(CALLS / 10);
  }

  private static String parameters(
      Random random, String library, String name, String one, String two) {
    boolean sqlServer = library.startsWith("mssql");
    StringBuilder query = new StringBuilder();
    for (int i = random.nextInt(3); i > 0; i--) {
      String value = anyCase(random, name) + '=' + (random.nextBoolean() ? one : two);
      query.append(sqlServer ? ';' : query.length() == 0 ? '?' : '&');
      query.append(
          switch (random.nextInt(5)) {
            case 0 -> sqlServer ? "applicationName={x;" + value + '}' : "unknown=x;" + value;
            case 1 -> sqlServer ? "applicationName=" + value : "unknown=" + value;
            case 2 -> sqlServer ? " " + value : value.replace("m", "%6d");
            default -> value;
          });
    }
    return query.toString();
  }

  private static String anyCase(Random random, String name) {
    int which = random.nextInt(4);
    return which == 0
        ? name.toUpperCase(Locale.ROOT)
        : which == 1 ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static @Nullable String said(
      DriverUnderTest driver, String url, Properties info, String name) throws SQLException {
    for (DriverPropertyInfo each :
        driver.driver().getPropertyInfo(url, DriverUnderTest.copyOf(info))) {
      if (each.name.equals(name)) {
        return each.value == null ? null : spelled(each.value);
      }
    }
    return null;
  }

  /** Some drivers say the name of a constant, others its spelling in a URL. */
  private static String spelled(String value) {
    return value.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Properties properties(@Nullable String property) {
    Properties properties = new Properties();
    if (property != null) {
      int equals = property.indexOf('=');
      properties.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    return properties;
  }

  private static String scheme(String library) {
    if (library.startsWith("postgresql")) {
      return "jdbc:postgresql:";
    }
    if (library.startsWith("mssql")) {
      return "jdbc:sqlserver:";
    }
    if (library.startsWith("ojdbc")) {
      return "jdbc:oracle:thin:";
    }
    return library.startsWith("mariadb") ? "jdbc:mariadb:" : "jdbc:mysql:";
  }
}
