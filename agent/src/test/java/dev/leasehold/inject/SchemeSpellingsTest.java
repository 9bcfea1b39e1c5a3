// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.Settings;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.ConnectMethod;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However a URL's scheme is spelled: where the driver connects, the connection is the binding's.
 * The drivers compare in different ways, some in another way than their {@code acceptsURL}.
 */
@Timeout(300)
class SchemeSpellingsTest {

  static Stream<String> libraries() {
    return Stream.concat(
        OracleVersions.all().stream(),
        Stream.of(
            "postgresql-42.2.2",
            "postgresql-newest",
            "mysql-connector-java-5.1.49",
            "mysql-connector-java-8.0.11",
            "mysql-connector-j-8.4.0",
            "mysql-connector-j-9.7.0",
            "mysql-connector-j-26.10.0",
            "mariadb-java-client-2.7.13",
            "mariadb-java-client-3.5.11",
            "mssql-jdbc-13.6.2.jre11"));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void noneGetsPastABinding(String library) throws Exception {
    String scheme = scheme(library);
    List<String> taken = new ArrayList<>();
    try (LoginListener server = LoginListener.refusing("", protocol(library));
        DriverUnderTest driver = new DriverUnderTest(library)) {
      String place = "//127.0.0.1:" + server.port();
      for (String spelled : spellings(scheme)) {
        InstalledHooks.set(null);
        if (reaches(server, driver, spelled + place + rest(library))) {
          taken.add(spelled);
        }
      }
      assertThat(taken).contains(scheme);
      Settings settings = PatternSettings.of(scheme + place);
      InstalledHooks.set(
          new RefusingHooks(
              Drivers.connectMethods(),
              Drivers.reactive(),
              (url, targets, user) -> settings.binding(url, targets, user) != null,
              "as asked"));
      int before = server.users().size();
      for (String spelled : taken) {
        assertThatThrownBy(() -> connect(driver, spelled + place + rest(library)))
            .as(spelled)
            .isInstanceOf(SQLException.class)
            .hasMessageStartingWith("Leasehold: ");
      }
      assertThat(server.users()).hasSize(before);
    } finally {
      InstalledHooks.set(null);
    }
  }

  /** Oracle's driver says no to this URL, and connects by it. So may a driver derived from it. */
  @ParameterizedTest
  @ValueSource(strings = {"fork oracle", "fork jdbc"})
  void aDriverThatTheSettingsNameIsAskedInLowerCaseToo(String connectMethod) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest("ojdbc11-23.26.4.0.0")) {
      ConnectMethod method = Objects.requireNonNull(Drivers.connectMethods().get(connectMethod));
      String url = "JDBC:Oracle:thin:@//db:1521/orders";
      assertThat(driver.driver().acceptsURL(url)).isFalse();
      assertThat(method.request(driver.driver(), url, new Properties())).isNotNull();
      assertThat(method.request(driver.driver(), "JDBC:x://db/y", new Properties())).isNull();
    }
  }

  private static boolean reaches(LoginListener server, DriverUnderTest driver, String url) {
    int before = server.users().size();
    try {
      connect(driver, url);
    } catch (SQLException | RuntimeException refused) {
      // As it should be.
    }
    return server.users().size() > before;
  }

  private static void connect(DriverUnderTest driver, String url) throws SQLException {
    Properties info = new Properties();
    info.setProperty("user", "app_static");
    info.setProperty("password", "wrong");
    info.setProperty("oracle.net.CONNECT_TIMEOUT", "5000");
    assertThat(driver.connect(url, info)).as("connection").isNull();
  }

  private static List<String> spellings(String scheme) {
    String driver = scheme.substring("jdbc:".length(), scheme.indexOf(':', "jdbc:".length()));
    String after = scheme.substring("jdbc:".length() + driver.length());
    String capital = driver.substring(0, 1).toUpperCase(Locale.ROOT) + driver.substring(1);
    return List.of(
        scheme,
        scheme.toUpperCase(Locale.ROOT),
        "JDBC:" + driver + after,
        "jdbc:" + capital + after,
        "JDBC:" + driver.toUpperCase(Locale.ROOT) + after,
        "jd:" + driver.substring(0, 3) + after,
        ":" + after,
        "jdbc%3A" + driver + after,
        "%6adbc:" + driver + "%3a",
        scheme + " ",
        " " + scheme);
  }

  private static String scheme(String library) {
    String name = library.substring(0, library.indexOf('-'));
    switch (name) {
      case "ucp":
      case "ojdbc8":
      case "ojdbc11":
        return "jdbc:oracle:thin:@";
      case "mssql":
        return "jdbc:sqlserver:";
      default:
        return "jdbc:" + name + ":";
    }
  }

  private static String rest(String library) {
    return library.startsWith("mssql")
        ? ";encrypt=false;connectRetryCount=0;databaseName=app"
        : "/app";
  }

  private static LoginListener.Protocol protocol(String library) {
    if (library.startsWith("postgresql")) {
      return new StartupProtocol();
    }
    if (library.contains("ojdbc")) {
      return new TnsProtocol();
    }
    return library.startsWith("mssql") ? new TdsProtocol() : new HandshakeProtocol();
  }
}
