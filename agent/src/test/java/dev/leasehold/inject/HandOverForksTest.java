// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.testbed.postgresql.PostgresServer;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Forks of pgjdbc that {@code leasehold.drivers} names, where connections are to be moved. */
class HandOverForksTest {

  @AutoClose private static PostgresServer server;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.launch();
  }

  @ParameterizedTest
  @EnumSource(names = {"EDB", "EDB_42_5", "YUGABYTE"})
  void aForkWhoseInsideIsPgjdbcsIsMoved(PublishedFork fork) throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = fork.watched();
        Connection kept = connect(application, fork, server.port());
        PreparedStatement prepared = kept.prepareStatement("SELECT session_user || ?")) {
      assertThat(value(prepared)).startsWith("v-test-1-");
      MovableSessions.execute(kept, "SET statement_timeout = '77s'");
      deployment.rotateTo(2);
      deployment.recorder.await("handedOver", 2);
      assertThat(value(prepared)).startsWith("v-test-2-");
      assertThat(MovableSessions.text(kept, "SHOW statement_timeout")).isEqualTo("77s");
      assertThat(deployment.recorder.pins()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "AWS")
  void aForkThatIsNotWatchedWhereItIsKnownIsNotTouched(PublishedFork fork) throws Exception {
    try (Deployment deployment = MovableSessions.deploy(server, false);
        LibraryLoader application = fork.watched();
        Connection kept = connect(application, fork, server.port())) {
      deployment.rotateTo(2);
      deployment.recorder.await("pinned", 1);
      assertThat(deployment.recorder.pins())
          .singleElement()
          .asString()
          .contains("its statements were not seen");
      assertThat(MovableSessions.text(kept, "SELECT session_user")).startsWith("v-test-1-");
    }
  }

  /** The code that is woven to watch them, where it finds its methods, is in nobody's way. */
  @ParameterizedTest
  @EnumSource(names = {"OPENGAUSS", "REDSHIFT", "REDSHIFT_2_1"})
  void aForkForOtherServersLogsInAsWithout(PublishedFork fork) throws Exception {
    try (LoginListener listener = LoginListener.refusing("v-test-1-", new StartupProtocol());
        Deployment deployment =
            new Deployment(
                    Roles.ofNobody(),
                    Deployment.LONG,
                    (url, targets, user) -> "app_static".equals(user))
                .handOver(MovableSessions.policy(false));
        LibraryLoader application = fork.watched()) {
      assertThatThrownBy(() -> connect(application, fork, listener.port()))
          .isInstanceOf(SQLException.class);
      assertThat(listener.users()).anyMatch(user -> user.startsWith("v-test-2-"));
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  private static Connection connect(LibraryLoader application, PublishedFork fork, int port)
      throws Exception {
    Properties info = MovableSessions.properties("ssl", "false");
    Driver driver = (Driver) application.make(fork.driver());
    return driver.connect(fork.url("jdbc:postgresql://127.0.0.1:" + port + "/app"), info);
  }

  private static String value(PreparedStatement prepared) throws SQLException {
    prepared.setString(1, "");
    try (ResultSet row = prepared.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
