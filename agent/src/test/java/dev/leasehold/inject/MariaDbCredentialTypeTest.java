// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A credential plugin of MariaDB's driver takes user and password from the system's properties. */
class MariaDbCredentialTypeTest {

  @ParameterizedTest
  @ValueSource(strings = {"mariadb-java-client-3.5.11", "mariadb-java-client-4.0.0"})
  void logsInWithTheBindingsCredential(String library) throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new HandshakeProtocol())) {
      assertThatThrownBy(() -> connect(library, server)).isInstanceOf(SQLException.class);
      assertThat(server.users()).isNotEmpty().allMatch(user -> user.startsWith("v-test-"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mariadb-java-client-2.7.0",
        "mariadb-java-client-2.7.13",
        "mariadb-java-client-3.0.11"
      })
  void isRefusedWhereThePluginCannotBeTakenAway(String library) throws Exception {
    try (LoginListener server = LoginListener.refusing("v-test-1-", new HandshakeProtocol())) {
      assertThatThrownBy(() -> connect(library, server))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("parameter credentialType");
      assertThat(server.users()).isEmpty();
    }
  }

  private static void connect(String library, LoginListener server) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    System.setProperty("mariadb.user", "app_static");
    System.setProperty("mariadb.pwd", "configured");
    try (Deployment ignored =
            new Deployment(Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> true);
        LibraryLoader application = new LibraryLoader(library, "slf4j-api-1.7.36")) {
      thread.setContextClassLoader(application);
      Driver driver = (Driver) application.make("org.mariadb.jdbc.Driver");
      String url =
          "jdbc:mariadb://127.0.0.1:"
              + server.port()
              + "/app?credentialType=PROPERTY"
              + (library.endsWith("4.0.0") ? "&sslMode=disable" : "");
      driver.connect(url, new Properties());
    } finally {
      thread.setContextClassLoader(before);
      System.clearProperty("mariadb.user");
      System.clearProperty("mariadb.pwd");
    }
  }
}
