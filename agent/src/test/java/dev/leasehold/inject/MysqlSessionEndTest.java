// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.MysqlFamilyTest.Library;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Connections whose sessions a real MariaDB ends, with MySQL's drivers too. */
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class MysqlSessionEndTest {

  @AutoClose private static MariaDbServer server;

  @BeforeAll
  static void startServer() {
    server = MariaDbServer.launch();
  }

  /** Version 2.7 passes the code on to nobody. */
  @ParameterizedTest
  @EnumSource(names = "(MYSQL|MARIADB_[34]).*", mode = Mode.MATCH_ALL)
  void aSessionThatSaysItWasKilledTakesTheOthersOfItsGenerationAlong(Library library)
      throws Exception {
    try (Deployment deployment = orders();
        LibraryLoader application = library.load()) {
      Connection killed = connect(application, library);
      Connection idle = connect(application, library);
      deployment.pass(Duration.ofSeconds(2));
      assertThatThrownBy(() -> killed.createStatement().execute("KILL CONNECTION_ID()"))
          .satisfies(e -> assertThat(((SQLException) e).getErrorCode()).isEqualTo(1927));
      Connections.awaitInvalid(idle);
      assertThat(single(idle, "SELECT 1")).as("its session is there").isEqualTo("1");
      assertThat(deployment.recorder.await("sessionsEnded", 1)).isEqualTo(2);
      assertThat(deployment.life.current().number()).as("the user is there").isEqualTo(1);
      killed.close();
      idle.close();
    }
  }

  private static Deployment orders() {
    return new Deployment(
        Roles.of(server), Deployment.LONG, (url, targets, user) -> "app_static".equals(user));
  }

  private static Connection connect(LibraryLoader application, Library library) throws Exception {
    Properties info = new Properties();
    info.setProperty("user", "app_static");
    info.setProperty("password", "wrong");
    return ((Driver) application.make(library.driver)).connect(library.url(server), info);
  }

  private static String single(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
