// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.catalog.Drivers;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle's driver up to its login point; there is no server behind it. Port 1 answers nobody. */
class OracleTest {

  private static final String URL = "jdbc:oracle:thin:@//127.0.0.1:1/app";

  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-19.29.0.0", "ojdbc11-21.24.0.0", "ojdbc11-23.26.4.0.0"})
  void isAskedAtTheDriverAndAtTheDataSource(String library) throws Exception {
    InstalledHooks.set(
        new RefusingHooks(
            Drivers.connectMethods(),
            Drivers.reactive(),
            (url, targets, user) -> "app_static".equals(user) && url.contains("127.0.0.1:1/app"),
            "as asked"));
    try (LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("oracle.jdbc.OracleDriver");
      Properties info = properties("app_static");
      assertRefused(() -> driver.connect(URL, info));
      assertRefused(
          () ->
              driver.connect(
                  "jdbc:oracle:thin:app_static/wrong@//127.0.0.1:1/app", new Properties()));
      assertRefused(dataSource(application)::getConnection);
      assertRefused(() -> dataSource(application).getConnection("app_static", "wrong"));
      assertThatThrownBy(() -> driver.connect(URL, properties("somebody")))
          .isInstanceOf(SQLException.class)
          .message()
          .doesNotContain("as asked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-19.29.0.0", "ojdbc11-21.24.0.0", "ojdbc11-23.26.4.0.0"})
  void leavesAFailureToConnectAndTheCallersPropertiesAsTheyAre(String library) throws Exception {
    try (Deployment deployment =
            new Deployment(Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> true);
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("oracle.jdbc.OracleDriver");
      Properties info = properties("app_static");
      assertThatThrownBy(() -> driver.connect(URL, info))
          .isInstanceOf(SQLException.class)
          .message()
          .doesNotContain("Leasehold");
      assertThat(info).isEqualTo(properties("app_static"));
      assertThat(driver.connect("jdbc:other:thing", info)).isNull();
      assertThat(deployment.openOf(1)).isZero();
      assertThat(deployment.source.fetched()).isEqualTo(1);
    }
  }

  /** So a login in the query is taken out. The newest does not show what it makes of it. */
  @ParameterizedTest
  @ValueSource(strings = {"ojdbc8-19.29.0.0", "ojdbc11-21.24.0.0"})
  void theDriverPrefersTheUserOfTheQuery(String library) throws Exception {
    InstalledHooks.set(null);
    try (LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = (Driver) application.make("oracle.jdbc.OracleDriver");
      Properties info = properties("app_static");
      assertThatThrownBy(() -> driver.connect(URL + "?user=query", info))
          .isInstanceOf(SQLException.class);
      assertThat(info).containsEntry("user", "query");
    }
  }

  private static DataSource dataSource(LibraryLoader application)
      throws ReflectiveOperationException {
    Object source = application.make("oracle.jdbc.pool.OracleDataSource");
    source.getClass().getMethod("setURL", String.class).invoke(source, URL);
    source.getClass().getMethod("setUser", String.class).invoke(source, "app_static");
    source.getClass().getMethod("setPassword", String.class).invoke(source, "wrong");
    return (DataSource) source;
  }

  private static void assertRefused(ThrowingCallable connect) {
    assertThatThrownBy(connect)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Leasehold: as asked");
  }

  private static Properties properties(String user) {
    Properties info = new Properties();
    info.setProperty("user", user);
    info.setProperty("password", "wrong");
    info.setProperty("oracle.net.CONNECT_TIMEOUT", "2000");
    return info;
  }
}
