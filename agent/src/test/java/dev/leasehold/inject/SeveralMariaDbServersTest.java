// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.MysqlFamilyTest.Library;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
import dev.leasehold.target.Target;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A URL of MySQL's family that names several servers. MariaDB's driver ends with the answer of the
 * last of them.
 */
@Timeout(120)
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class SeveralMariaDbServersTest {

  @AutoClose private static MariaDbServer server;

  private static int dead;

  @BeforeAll
  static void startServer() throws Exception {
    server = MariaDbServer.launch();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      dead = socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @EnumSource
  void hearsARejectionThatAnotherServerHides(Library library) throws Exception {
    hearsARejection(library, server.port(), dead);
  }

  @ParameterizedTest
  @EnumSource
  void hearsARejectionByTheLast(Library library) throws Exception {
    hearsARejection(library, dead, server.port());
  }

  private static void hearsARejection(Library library, int one, int other) throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      driver.connect(url(library, one, other), login()).close();
      server.dropUser(deployment.life.current().credential().username());
      driver.connect(url(library, one, other), login()).close();
      assertThat(deployment.source.fetched()).isEqualTo(2);
    }
  }

  /** Before 3.4 there is no way to repeat a login with a bound. */
  @ParameterizedTest
  @EnumSource(names = "MARIADB_(2|3_5|4).*", mode = Mode.MATCH_ALL)
  void hearsItWhenACredentialIsTried(Library library) throws Exception {
    try (Deployment deployment = deploy();
        LibraryLoader application = library.load()) {
      Driver driver = (Driver) application.make(library.driver);
      try (Connection connection = driver.connect(url(library, server.port(), dead), login())) {
        Target both = Objects.requireNonNull(deployment.ledger.targetOf(connection));
        assertThat(deployment.probe.targets()).containsExactly(both);
        Credential unknown = new Credential("v-nobody", Secret.of("wrong"));
        assertThatThrownBy(() -> deployment.probe.tryOut(unknown, both))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045));
      }
    }
  }

  private static Deployment deploy() {
    return new Deployment(Roles.of(server), Deployment.LONG, (url, targets, user) -> true);
  }

  private static String url(Library library, int one, int other) {
    String host = "127.0.0.1:";
    String both = host + one + "," + host + other;
    return library.url(server).replace(host + server.port(), both);
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app_static");
    info.setProperty("password", "wrong");
    return info;
  }
}
