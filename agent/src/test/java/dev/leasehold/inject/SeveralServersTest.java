// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.target.Target;
import dev.leasehold.testbed.postgresql.PostgresServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A URL that names several servers: the answer of each counts, also where the driver ends with
 * another.
 */
@Timeout(120)
class SeveralServersTest {

  @AutoClose private static PostgresServer server;

  private static int dead;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.launch();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = socket.getLocalPort();
    }
  }

  @EachPgjdbc
  void hearsARejectionThatAnotherServerHides(String library) throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(library)) {
      server.dropRole(deployment.life.current().credential().username());
      Driver driver = application.driver();
      try (Connection connection = driver.connect(url(server.port(), dead), login())) {
        assertThat(deployment.ledger.targetOf(connection)).isEqualTo(live());
      }
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void hearsItWhereTheDriverConnectsOnAThreadOfItsOwn(String library) throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(library)) {
      server.dropRole(deployment.life.current().credential().username());
      Properties info = login();
      info.setProperty("loginTimeout", "20");
      application.driver().connect(url(server.port(), dead), info).close();
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void triesCredentialsOnTheServersThatWereReachedAlone(String library) throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = application.driver();
      Connection connection = driver.connect(url(dead, server.port()), login());
      assertThat(deployment.probe.targets()).containsExactly(live());
      deployment.rotateTo(2);
      connection.close();
      assertThatThrownBy(() -> driver.connect(url(dead, dead), login()))
          .isInstanceOf(SQLException.class);
      assertThat(deployment.probe.targets()).containsExactly(live());
      deployment.rotateTo(3);
      assertThat(deployment.source.fetched()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", "postgresql-newest"})
  void looksIntoAConnectThatFailsWhereOneHasServed(String library) throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = new LibraryLoader(library)) {
      Driver driver = application.driver();
      driver.connect(url(server.port(), dead), login()).close();
      String role = deployment.life.current().credential().username();
      // PostgreSQL says so after it has taken the password, where the driver's login point is shut
      // again.
      server.query("ALTER ROLE \"" + role + "\" NOLOGIN");
      assertThatThrownBy(() -> driver.connect(url(server.port(), dead), login()))
          .isInstanceOf(SQLException.class);
      deployment.recorder.await("published", 2);
      try (Connection connection = driver.connect(url(server.port(), dead), login());
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute("SELECT 1")).isTrue();
      }
    }
  }

  private static Deployment deploy() {
    return new Deployment(server, Duration.ofMinutes(10), (url, targets, user) -> true);
  }

  private static String url(int... ports) {
    StringBuilder hosts = new StringBuilder();
    for (int port : ports) {
      hosts.append(hosts.length() == 0 ? "" : ",").append("127.0.0.1:").append(port);
    }
    return "jdbc:postgresql://" + hosts + "/app";
  }

  private static Target live() {
    return Target.of("127.0.0.1", server.port(), "app");
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app_static");
    info.setProperty("password", "wrong");
    return info;
  }
}
