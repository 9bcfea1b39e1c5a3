// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.inject.jdbc.ReplacedArguments;
import dev.leasehold.inject.jdbc.SessionStart;
import dev.leasehold.lease.Credential;
import dev.leasehold.lease.Secret;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.ietf.jgss.GSSCredential;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver is asked once where equal arguments lead, where they alone say so. */
class RecentRequestsTest {

  private static final String SERVICES = "org.postgresql.pgservicefile";
  private static final String MSSQL = "mssql-jdbc-13.6.2.jre11";
  private static final String PG = "jdbc:postgresql://db:5432/orders";

  @ParameterizedTest
  @CsvSource({
    "postgresql-42.2.2, " + PG,
    "postgresql-newest, " + PG,
    "mysql-connector-java-5.1.49, jdbc:mysql://db/orders",
    "mysql-connector-j-9.7.0, jdbc:mysql://db/orders",
    "mssql-jdbc-13.6.2.jre11, jdbc:sqlserver://db"
  })
  void equalArgumentsAreReadOnce(String library, String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest first = request(driver, url, login("configured"));
      assertThat(request(driver, url, login("configured"))).isSameAs(first);
      assertThat(request(driver, url, login("changed"))).as("no password counts").isSameAs(first);
      assertThat(request(driver, url, new Properties(login("configured"))))
          .as("defaults are properties like others")
          .isSameAs(first);
    }
  }

  /** Each of them leads elsewhere than the arguments before. */
  @Test
  void otherArgumentsAreReadAnew() throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest("postgresql-newest")) {
      Properties info = login("configured");
      assertThat(request(driver, PG, info).targets()).hasToString("db:5432/orders");
      assertThat(request(driver, PG.replace("//db", "//evil"), info).targets())
          .hasToString("evil:5432/orders");
      String open = "jdbc:postgresql:orders";
      assertThat(request(driver, open, info).targets()).hasToString("localhost:5432/orders");
      info.setProperty("PGHOST", "evil");
      assertThat(request(driver, open, info).targets()).hasToString("evil:5432/orders");
      Properties hidden = new Properties(info);
      assertThat(request(driver, open, hidden).targets()).hasToString("evil:5432/orders");
      info.setProperty("PGHOST", "other");
      assertThat(request(driver, open, hidden).targets()).hasToString("other:5432/orders");
      info.remove("PGHOST");
      info.setProperty("PGPORT", "6666");
      assertThat(request(driver, open, info).targets()).hasToString("localhost:6666/orders");
      Properties another = login("configured");
      another.setProperty("user", "another");
      assertThat(request(driver, PG, another).user()).isEqualTo("another");
    }
  }

  /** More servers than are kept, there and back. */
  @Test
  void aRequestThatIsNotKeptAnyMoreIsReadAnew() throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest("postgresql-newest")) {
      for (int i = 0; i < 40; i++) {
        String host = "db" + i % 20;
        assertThat(request(driver, PG.replace("//db", "//" + host), login("configured")).targets())
            .hasToString(host + ":5432/orders");
      }
    }
  }

  /** The word of a file, another program or a class may be another the next time. */
  @ParameterizedTest
  @CsvSource({
    "postgresql-newest, jdbc:postgresql://db/orders?socketFactory=com.example.F",
    "postgresql-newest, jdbc:postgresql://db/orders?user=app&password=secret",
    "mysql-connector-j-9.7.0, jdbc:mysql://db/orders?propertiesTransform=com.example.T",
    "mysql-connector-j-9.7.0, jdbc:mysql+srv://db/orders",
    "mssql-jdbc-13.6.2.jre11, jdbc:sqlserver://db;socketFactoryClass=com.example.F"
  })
  void whatMayChangeOrHoldsALoginIsNotKept(String library, String url) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest first = request(driver, url, login("configured"));
      assertThat(request(driver, url, login("configured"))).isNotSameAs(first);
    }
  }

  /** A token is a secret like a password, and an object holds on to the application's classes. */
  @ParameterizedTest
  @MethodSource("otherLogins")
  void anotherWayToLogInAndAnObjectAreNotKept(String library, String url, Object name, Object value)
      throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      ConnectionRequest kept = request(driver, url, login("configured"));
      Properties info = login("configured");
      info.put(name, value);
      for (int i = 0; i < 20; i++) {
        request(driver, url, info);
      }
      assertThat(request(driver, url, info)).isNotSameAs(request(driver, url, info));
      assertThat(request(driver, url, login("configured"))).as("not pushed out").isSameAs(kept);
    }
  }

  static Stream<Arguments> otherLogins() {
    String url = "jdbc:sqlserver://db";
    return Stream.of(
        arguments(MSSQL, url, "accessToken", "secret"),
        arguments(MSSQL, url, "ACCESSTOKEN", "secret"),
        arguments(MSSQL, url, "clientKeyPassword", "secret"),
        arguments(MSSQL, url, "gsscredential", gssCredential()),
        arguments("postgresql-newest", PG, "of the application", new Object()),
        arguments("postgresql-newest", PG, new Object(), "of the application"));
  }

  private static Object gssCredential() {
    return Proxy.newProxyInstance(
        GSSCredential.class.getClassLoader(),
        new Class<?>[] {GSSCredential.class},
        (credential, method, arguments) -> null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.4.5", "postgresql-newest"})
  void aServicesFileIsReadEachTime(String library, @TempDir Path folder) throws Exception {
    Path services = folder.resolve("pg_service.conf");
    String before = System.setProperty(SERVICES, services.toString());
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      String url = "jdbc:postgresql:orders?service=shop";
      for (String host : new String[] {"good", "evil"}) {
        Files.writeString(services, "[shop]\nhost=" + host + "\n");
        assertThat(request(driver, url, login("configured")).targets())
            .hasToString(host + ":5432/orders");
      }
    } finally {
      restore(before);
    }
  }

  private static void restore(@Nullable String before) {
    if (before == null) {
      System.clearProperty(SERVICES);
    } else {
      System.setProperty(SERVICES, before);
    }
  }

  /** Each connect gets properties of its own, which a driver may change. */
  @Test
  void nothingOfOneConnectIsSeenByTheNext() throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest("postgresql-newest")) {
      SessionStart start = new SessionStart(null, "pod");
      ConnectionRequest request = request(driver, PG, login("configured"));
      Properties first = properties(request.with(credential("one"), start, "f1"));
      first.setProperty("PGHOST", "evil");
      assertThat(properties(request.with(credential("two"), start, "f1")))
          .containsEntry("user", "two")
          .containsEntry("password", "of two")
          .containsEntry("ApplicationName", "leasehold/pod/f1")
          .doesNotContainKey("PGHOST");
      assertThat(properties(request.with(credential("three"), start, "f2")))
          .containsEntry("ApplicationName", "leasehold/pod/f2");
      assertThat(properties(request.with(credential("three"), new SessionStart(null, "x"), "f2")))
          .containsEntry("ApplicationName", "leasehold/x/f2");
    }
  }

  private static Properties properties(ReplacedArguments arguments) {
    return (Properties) Objects.requireNonNull(arguments.second());
  }

  private static Credential credential(String user) {
    return new Credential(user, Secret.of("of " + user));
  }

  private static ConnectionRequest request(DriverUnderTest driver, String url, Properties info)
      throws ReflectiveOperationException {
    return Objects.requireNonNull(driver.request(url, info));
  }

  private static Properties login(String password) {
    Properties login = new Properties();
    login.setProperty("user", "app");
    login.setProperty("password", password);
    return login;
  }
}
