// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.target.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that the binding is for sends the driver on to another server. Without Leasehold the
 * driver goes there, and with Leasehold nobody comes there.
 */
@Timeout(120)
class RedirectedLoginTest {

  @AfterEach
  void uninstall() {
    InstalledHooks.set(null);
  }

  /** The listener of a cluster sends its clients to that of a node. */
  @ParameterizedTest
  @MethodSource("dev.leasehold.inject.OracleVersions#all")
  void oraclesRedirectIsRefused(String library) throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new TnsProtocol());
        LoginListener here = LoginListener.refusing("", new TnsProtocol(elsewhere.port()))) {
      String url = "jdbc:oracle:thin:@//127.0.0.1:" + here.port() + "/orders";
      isRefused(library, url, here, elsewhere);
    }
  }

  /** A name is matched by its text, with the directory where it stands, and may lead anywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"ucp-ojdbc8-12.2.0.1", "ojdbc8-19.29.0.0", "ojdbc11-23.26.4.0.0"})
  void aNameOfTnsnamesIsFollowedWhereThePatternSaysIt(String library, @TempDir Path directory)
      throws Exception {
    try (LoginListener here = LoginListener.refusing("", new TnsProtocol());
        DriverUnderTest driver = new DriverUnderTest(library)) {
      Files.writeString(
          directory.resolve("tnsnames.ora"),
          """
          # The only one.
          orders = (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=127.0.0.1)(PORT=%d))
            (CONNECT_DATA=(SERVICE_NAME=orders)))
          """
              .formatted(here.port()));
      Properties info = info();
      info.setProperty("oracle.net.tns_admin", directory.toString());
      ConnectionRequest request =
          Objects.requireNonNull(driver.request("jdbc:oracle:thin:@orders", info));
      assertThat(request.targets().detourNames()).isEqualTo("oracle.net.tns_admin");
      try (Deployment deployment =
          new Deployment(
              Roles.ofNobody(),
              Deployment.LONG,
              (url, targets, user) -> url.equals("jdbc:oracle:thin:@orders"))) {
        assertThatThrownBy(() -> driver.connect("jdbc:oracle:thin:@orders", info))
            .isInstanceOf(SQLException.class);
        assertThat(deployment.source.fetched()).isEqualTo(1);
      }
      assertThat(here.users()).isNotEmpty();
    }
  }

  /** These versions put a parameter's value into their descriptor as it stands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ucp-ojdbc8-19.22.0.0",
        "ojdbc8-19.29.0.0",
        "ucp-ojdbc8-21.19.0.0",
        "ojdbc11-21.24.0.0"
      })
  void anAddressOutOfAParameterOfOraclesIsRefused(String library) throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new TnsProtocol());
        LoginListener here = LoginListener.refusing("", new TnsProtocol());
        DriverUnderTest driver = new DriverUnderTest(library)) {
      String address = "(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=" + elsewhere.port() + "))";
      String url =
          "jdbc:oracle:thin:@//127.0.0.1:"
              + here.port()
              + "/orders?load_balance=off&connect_timeout=\"2)"
              + address
              + "(RETRY_COUNT=0\"";
      assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      assertThat(elsewhere.users()).as("without Leasehold").isNotEmpty();
      final int before = elsewhere.users().size();
      try (Deployment ignored = forServer(here)) {
        assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      }
      assertThat(elsewhere.users()).hasSize(before);
    }
  }

  /** The drivers up to 19 have made an address of the name by then. */
  @ParameterizedTest
  @MethodSource("dev.leasehold.inject.OracleVersions#all")
  void oraclesServerIsKnownByTheNameInTheUrl(String library) throws Exception {
    try (LoginListener here = LoginListener.refusing("", new TnsProtocol());
        DriverUnderTest driver = new DriverUnderTest(library)) {
      Target server = Target.of("localhost", here.port(), null);
      try (Deployment ignored =
          new Deployment(
              Roles.ofNobody(),
              Deployment.LONG,
              (url, targets, user) -> targets.hasServer(server))) {
        String url = "jdbc:oracle:thin:@//localhost:" + here.port() + "/orders";
        assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      }
      assertThat(here.users()).isNotEmpty();
    }
  }

  /** As Azure's gateway and a read-only replica's listener do: MS-TDS, ENVCHANGE of the type 20. */
  @ParameterizedTest
  @ValueSource(strings = {"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void sqlServersRoutingIsRefused(String library) throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new TdsProtocol());
        LoginListener here = LoginListener.refusing("", new TdsProtocol(elsewhere.port()))) {
      String url =
          "jdbc:sqlserver://127.0.0.1:"
              + here.port()
              + ";encrypt=false;connectRetryCount=0;databaseName=orders";
      isRefused(library, url, here, elsewhere);
    }
  }

  private static void isRefused(
      String library, String url, LoginListener here, LoginListener elsewhere) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      assertThat(elsewhere.users()).as("without Leasehold").isNotEmpty();
      final int before = elsewhere.users().size();
      final int visitsHere = here.users().size();
      try (Deployment deployment = forServer(here)) {
        assertThatThrownBy(() -> driver.connect(url, info()))
            .isInstanceOf(SQLException.class)
            .hasStackTraceContaining("about to log in to 127.0.0.1:" + elsewhere.port())
            .hasStackTraceContaining("The credential is not sent there");
        assertThat(deployment.source.fetched()).isEqualTo(1);
      }
      assertThat(here.users()).hasSizeGreaterThan(visitsHere);
      assertThat(elsewhere.users()).hasSize(before);
    }
  }

  /** Leasehold switches {@code permitRedirect} off, so that the driver stays where it is. */
  @ParameterizedTest
  @ValueSource(strings = {"mariadb-java-client-3.5.11", "mariadb-java-client-4.0.0"})
  void mariaDbsRedirectIsNotFollowed(String library) throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("", new HandshakeProtocol());
        LoginListener here =
            LoginListener.refusing(
                "", new HandshakeProtocol("mariadb://127.0.0.1:" + elsewhere.port()));
        DriverUnderTest driver = new DriverUnderTest(library)) {
      String url =
          "jdbc:mariadb://127.0.0.1:" + here.port() + "/orders?sslMode=disable&permitRedirect=true";
      assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      assertThat(elsewhere.users()).as("without Leasehold").contains("app");
      final int before = elsewhere.users().size();
      try (Deployment ignored = forServer(here)) {
        assertThatThrownBy(() -> driver.connect(url, info())).isInstanceOf(SQLException.class);
      }
      assertThat(here.users()).anyMatch(user -> user.startsWith("v-test-1-"));
      assertThat(elsewhere.users()).hasSize(before);
    }
  }

  /**
   * A cluster may have told the wrapper any server: each of its connections goes through pgjdbc,
   * and is matched there by its own server.
   */
  @Test
  void awssWrapperShowsTheCredentialToNobodyElse() throws Exception {
    try (LoginListener elsewhere = LoginListener.refusing("v-", new StartupProtocol());
        LoginListener here = LoginListener.refusing("v-", new StartupProtocol());
        Deployment ignored = forServer(here);
        LibraryLoader application =
            new LibraryLoader(
                "slf4j-api-2.0.17", "postgresql-newest", "aws-advanced-jdbc-wrapper-4.3.0")) {
      application.driver(); // Registers itself, as it does in any application.
      Driver wrapper = (Driver) application.make("software.amazon.jdbc.Driver");
      for (LoginListener server : List.of(here, elsewhere)) {
        String url =
            "jdbc:aws-wrapper:postgresql://127.0.0.1:"
                + server.port()
                + "/app?wrapperPlugins=&sslmode=disable";
        assertThatThrownBy(() -> wrapper.connect(url, info())).isInstanceOf(SQLException.class);
      }
      assertThat(here.users()).isNotEmpty().allMatch(user -> user.startsWith("v-test-"));
      assertThat(elsewhere.users()).isNotEmpty().containsOnly("app");
    }
  }

  private static Deployment forServer(LoginListener here) {
    Target server = Target.of("127.0.0.1", here.port(), null);
    return new Deployment(
        Roles.ofNobody(), Deployment.LONG, (url, targets, user) -> targets.hasServer(server));
  }

  private static Properties info() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("password", "static");
    return info;
  }
}
