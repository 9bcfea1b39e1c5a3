// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.ConfigException;
import dev.leasehold.config.Settings;
import dev.leasehold.inject.driver.mariadb.MariaDbLoginPoint;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import dev.leasehold.testbed.mariadb.MariaDbServer;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** MariaDB's driver at a socket of the file system, which it opens with JNA. */
@EnabledIf("dev.leasehold.testbed.mariadb.MariaDbServer#isAvailable")
class MariaDbSocketTest {

  private static final String JNA = "jna-5.18.1";
  private static final String DRIVER = "org.mariadb.jdbc.Driver";

  @AutoClose private static MariaDbServer server;

  @BeforeAll
  static void start() {
    server = MariaDbServer.launch();
  }

  static List<String> drivers() {
    return List.of(
        "mariadb-java-client-2.7.0",
        "mariadb-java-client-2.7.13",
        "mariadb-java-client-3.0.11",
        "mariadb-java-client-3.5.11",
        "mariadb-java-client-4.0.0");
  }

  /** Before 3.4 the driver has no address, or an address that it does not go to. */
  @ParameterizedTest
  @MethodSource("drivers")
  void isAServerLikeAnyOther(String library) throws Exception {
    String query = "localSocket=" + server.socket();
    ConnectionMatcher match = ofSocket();
    try (LibraryLoader application = new LibraryLoader(library, JNA, "slf4j-api-1.7.36")) {
      Driver driver = (Driver) application.make(DRIVER);
      try (Deployment ignored = new Deployment(Roles.of(server), Deployment.LONG, match)) {
        for (String hosts : hosts(library, "", "localhost", "db.invalid:1", "db,db.invalid")) {
          assertThat(user(driver, "jdbc:mariadb://" + hosts + "/app?" + query))
              .as(hosts)
              .startsWith("v-test-1-");
        }
      }
      for (String hosts : hosts(library, "", "localhost")) {
        try (Deployment ignored = new Deployment(Roles.of(server), selfBinding())) {
          assertThat(user(driver, "jdbc:mariadb://" + hosts + "/app?" + query))
              .as(hosts)
              .startsWith("v-test-1-");
        }
      }
    }
  }

  /** 2.7.0 wants a host, too. */
  private static List<String> hosts(String library, String... hosts) {
    return Arrays.stream(hosts)
        .filter(each -> !library.endsWith("2.7.0") || !each.isEmpty())
        .toList();
  }

  private static ConnectionMatcher ofSocket() throws ConfigException {
    Settings settings =
        PatternSettings.of("jdbc:mariadb://localhost?localSocket=" + server.socket());
    return (url, targets, user) -> settings.binding(url, targets, user) != null;
  }

  /** Without JNA, 2.7.0 takes the host instead of the socket, and later versions fail. */
  @ParameterizedTest
  @MethodSource("drivers")
  void isNotItsHostWhereTheDriverCannotOpenIt(String library) throws Exception {
    try (LoginListener listener = LoginListener.refusing("v-test-", new HandshakeProtocol());
        Deployment ignored = new Deployment(Roles.ofNobody(), Deployment.LONG, ofSocket());
        LibraryLoader application = new LibraryLoader(library, "slf4j-api-1.7.36")) {
      Driver driver = (Driver) application.make(DRIVER);
      String url =
          "jdbc:mariadb://127.0.0.1:" + listener.port() + "/app?localSocket=" + server.socket();
      assertThatThrownBy(() -> driver.connect(url, login()))
          .satisfiesAnyOf(
              failed -> assertThat(failed).isInstanceOf(SQLException.class),
              failed -> assertThat(failed).isInstanceOf(RuntimeException.class));
      assertThat(listener.users()).isEmpty();
    }
  }

  /** From 3.4 on an address says whether it is a socket, and a server may name another address. */
  @Test
  void isNoAddressToWhichTheDriverIsRedirected() {
    MariaDbLoginPoint point = new MariaDbLoginPoint();
    Target socket = Target.of("/run/m.sock", Target.NO_PORT, null);
    Target server = Target.of("db", 3306, null);
    assertThat(point.isAlso(socket, server, LoginPoint.UNNAMED)).isTrue();
    assertThat(point.isAlso(socket, server, new AddressWithSocket())).isFalse();
    assertThat(point.isAlso(Target.of("other", 3306, null), server, LoginPoint.UNNAMED)).isFalse();
  }

  /** A pipe is the host's, and without shared memory the driver connects to the host. */
  @ParameterizedTest
  @CsvSource({
    "mariadb-java-client-2.7.13, //db/app?pipe=mysql",
    "mariadb-java-client-2.7.13, //db/app?sharedMemory=m",
    "mariadb-java-client-2.7.13, //db/app?localSocket=/run/m.sock&sharedMemory=m",
    "mariadb-java-client-3.0.11, //db/app?pipe=mysql",
    "mariadb-java-client-3.5.11, //db/app?pipe=mysql"
  })
  void isNoPipeOfAnotherHostAndNoMemory(String library, String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest request =
          Objects.requireNonNull(driver.request("jdbc:mariadb:" + url, login()));
      assertThat(request.targets().isReadable()).isFalse();
    }
  }

  private static String user(Driver driver, String url) throws SQLException {
    try (Connection connection = Objects.requireNonNull(driver.connect(url, login()));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user()")) {
      row.next();
      return row.getString(1);
    }
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app_static");
    info.setProperty("password", "wrong");
    info.setProperty("sslMode", "disable"); // Version 4 wants TLS by default.
    return info;
  }

  private static SelfBinding selfBinding() {
    return UntoldSelfBinding.of(Duration.ofSeconds(30), LeaseClock.system());
  }

  /** As {@code HostAddress} is from 3.4 on. */
  private static final class AddressWithSocket {

    @SuppressWarnings({"unused", "UnusedVariable"})
    private final @Nullable String localSocket = null;
  }
}
