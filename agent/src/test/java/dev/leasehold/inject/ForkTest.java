// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.weave.Weaver;
import dev.leasehold.inject.weave.WovenClass;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that nobody knows: a fork of pgjdbc under names of its own, on a real PostgreSQL. */
class ForkTest {

  @AutoClose private static PostgresServer server;
  private static Path fork;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    fork = ForkedDriver.in(folder);
    server = PostgresServer.launch();
  }

  @Test
  void aForkThatIsNamedIsWhatItIsAForkOf() throws Exception {
    List<WovenClass> classes = LibraryLoader.wovenClasses();
    classes.addAll(Drivers.fork(ForkedDriver.CLASS, "postgresql"));
    try (Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(new Weaver(classes), fork)) {
      Connection connection = connect(application, "?user=app_static&password=wrong", "x");
      assertThat(user(connection)).startsWith("v-test-1-");
      assertThat(connection.isValid(5)).isTrue();
      deployment.rotateTo(2);
      assertThat(connection.isValid(5)).isFalse();
      connection.close();
      deployment.recorder.await("drained", 1); // Else its credential would serve once more.
      server.dropRole(deployment.life.current().credential().username());
      try (Connection another = connect(application, "", "app_static")) {
        assertThat(user(another)).startsWith("v-test-3-");
      }
    }
  }

  @Test
  void aDriverThatNobodyNamesGetsTheCredentialAsJdbcSays() throws Exception {
    Weaver weaver = new Weaver(LibraryLoader.wovenClasses());
    weaver.addOtherDrivers(Drivers.OTHER_DRIVERS);
    try (Deployment deployment = orders();
        LibraryLoader application = new LibraryLoader(weaver, fork)) {
      server.dropRole(deployment.life.current().credential().username());
      try (Connection connection = connect(application, "?password=wrong", "app_static")) {
        assertThat(user(connection)).startsWith("v-test-2-");
        assertThat(deployment.openOf(2)).isEqualTo(1);
      }
      Driver driver = (Driver) application.make(ForkedDriver.CLASS);
      assertThat(driver.connect("jdbc:other:thing", new Properties())).isNull();
    }
  }

  private static Properties login(String user) {
    Properties info = new Properties();
    info.setProperty("user", user);
    info.setProperty("password", "wrong");
    return info;
  }

  private static Connection connect(LibraryLoader application, String query, String user)
      throws Exception {
    Driver driver = (Driver) application.make(ForkedDriver.CLASS);
    return driver.connect(ForkedDriver.url(server.url()) + query, login(user));
  }

  private static Deployment orders() {
    return new Deployment(
        server, Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }

  private static String user(Connection connection) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }
}
