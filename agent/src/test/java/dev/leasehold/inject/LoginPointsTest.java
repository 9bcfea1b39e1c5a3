// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.leasehold.bootstrap.ConnectAttempt;
import dev.leasehold.bootstrap.Hooks;
import dev.leasehold.inject.catalog.Drivers;
import dev.leasehold.inject.jdbc.LoginPoint;
import dev.leasehold.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each driver asks at its own login point for one server before it names a user there. */
@Timeout(60)
class LoginPointsTest {

  private final List<Target> asked = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void uninstall() {
    InstalledHooks.set(null);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, org.postgresql.Driver, jdbc:postgresql",
    "postgresql-42.2.29, org.postgresql.Driver, jdbc:postgresql",
    "postgresql-42.3.10, org.postgresql.Driver, jdbc:postgresql",
    "postgresql-42.4.5, org.postgresql.Driver, jdbc:postgresql",
    "postgresql-42.5.6, org.postgresql.Driver, jdbc:postgresql",
    "postgresql-42.6.2, org.postgresql.Driver, jdbc:postgresql",
    "postgresql-newest, org.postgresql.Driver, jdbc:postgresql",
    "mysql-connector-java-5.1.49, com.mysql.jdbc.Driver, jdbc:mysql",
    "mysql-connector-java-8.0.11, com.mysql.cj.jdbc.Driver, jdbc:mysql",
    "mysql-connector-j-8.4.0, com.mysql.cj.jdbc.Driver, jdbc:mysql",
    "mysql-connector-j-9.7.0, com.mysql.cj.jdbc.Driver, jdbc:mysql",
    "mysql-connector-j-26.10.0, com.mysql.cj.jdbc.Driver, jdbc:mysql",
    "mariadb-java-client-2.7.0, org.mariadb.jdbc.Driver, jdbc:mariadb",
    "mariadb-java-client-2.7.13, org.mariadb.jdbc.Driver, jdbc:mariadb",
    "mariadb-java-client-3.0.11, org.mariadb.jdbc.Driver, jdbc:mariadb",
    "mariadb-java-client-3.5.11, org.mariadb.jdbc.Driver, jdbc:mariadb",
    "mariadb-java-client-4.0.0, org.mariadb.jdbc.Driver, jdbc:mariadb"
  })
  void asksBeforeItNamesTheUser(String library, String driver, String scheme) throws Exception {
    String plain = driver.startsWith("org.postgresql") ? "?sslmode=disable" : "";
    asks(library, driver, scheme + "://127.0.0.1:%d/orders" + plain);
  }

  @ParameterizedTest
  @CsvSource({"mssql-jdbc-12.10.2.jre11", "mssql-jdbc-13.6.2.jre11"})
  void sqlServersDriverAsksBeforeItNamesTheUser(String library) throws Exception {
    asks(
        library,
        "com.microsoft.sqlserver.jdbc.SQLServerDriver",
        "jdbc:sqlserver://127.0.0.1:%d;databaseName=orders;encrypt=false;connectRetryCount=0");
  }

  @ParameterizedTest
  @MethodSource("dev.leasehold.inject.OracleVersions#all")
  void oraclesDriverAsksBeforeItNamesTheUser(String library) throws Exception {
    asks(library, "oracle.jdbc.driver.OracleDriver", "jdbc:oracle:thin:@//127.0.0.1:%d/orders");
  }

  /** AWS's has its login point in another package than its driver, so it logs in once only. */
  @ParameterizedTest
  @EnumSource(value = PublishedFork.class, names = "AWS", mode = EnumSource.Mode.EXCLUDE)
  void forksAskBeforeTheyNameTheUser(PublishedFork fork) throws Exception {
    String plain = fork.name().startsWith("REDSHIFT") ? "?ssl=false" : "?sslmode=disable";
    String url = fork.url("jdbc:postgresql://127.0.0.1:%d/orders") + plain;
    try (LibraryLoader application = fork.loader()) {
      asks(application, fork.driver(), url);
    }
  }

  @Test
  void awssDriverForMysqlAsksBeforeItNamesTheUser() throws Exception {
    try (LibraryLoader application = DriverUnderTest.awss("aws-mysql-jdbc-1.1.15")) {
      asks(
          application,
          "software.aws.rds.jdbc.mysql.Driver",
          "jdbc:mysql:aws://127.0.0.1:%d/orders");
    }
  }

  private void asks(String library, String driverClass, String url) throws Exception {
    try (LibraryLoader application = new LibraryLoader(library)) {
      asks(application, driverClass, url);
    }
  }

  private void asks(LibraryLoader application, String driverClass, String url) throws Exception {
    try (ServerSocket standIn = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      InstalledHooks.set(new Asking(standIn.getLocalPort()));
      Driver driver = (Driver) application.make(driverClass);
      Properties info = new Properties();
      info.setProperty("user", "v-secret-role");
      info.setProperty("password", "s3cret");
      info.setProperty("loginTimeout", "0");
      Throwable refused =
          catchThrowable(() -> driver.connect(String.format(url, standIn.getLocalPort()), info));
      assertThat(refused).isInstanceOf(SQLException.class).hasStackTraceContaining("not there");
      assertThat(asked)
          .isNotEmpty()
          .allMatch(Target.of("127.0.0.1", standIn.getLocalPort(), null)::equals);
      assertThat(received(standIn)).doesNotContain("v-secret-role").doesNotContain("s3cret");
    }
  }

  /** Returns the text that was sent to the stand-in, which has said nothing. */
  private static String received(ServerSocket standIn) throws IOException {
    StringBuilder received = new StringBuilder();
    standIn.setSoTimeout(1);
    try {
      while (true) {
        try (Socket client = standIn.accept()) {
          client.setSoTimeout(2000);
          byte[] buffer = new byte[4096];
          for (int read; (read = client.getInputStream().read(buffer)) > 0; ) {
            received.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
          }
        }
      }
    } catch (SocketTimeoutException noMore) {
      return received.toString();
    }
  }

  /** Refuses one server. */
  private final class Asking implements Hooks {

    private final int port;

    private Asking(int port) {
      this.port = port;
    }

    @Override
    public @Nullable ConnectAttempt connecting(
        String connectMethod,
        @Nullable Object target,
        @Nullable Object first,
        @Nullable Object second) {
      return null;
    }

    @Override
    public void reaching(String loginPoint, Object server) throws Exception {
      LoginPoint point = requireNonNull(Drivers.loginPoints().get(loginPoint));
      Target reached = point.server(server);
      asked.add(reached);
      if (reached.port() == port) {
        throw point.asFailure(new SQLException("not there", "28000"));
      }
    }
  }
}
