// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No byte of a lease's user or password arrives anywhere but where the binding's pattern means,
 * however a URL and its properties are written. A connection that leads elsewhere is refused, or is
 * left as it is configured.
 */
class ElsewhereIT {

  private static final int SQL_SERVER_PORT = 1433;

  /** Each line of the table names the port, where the driver's default is not to be had. */
  private static final int ANY_PORT = 0;

  @AutoClose private static TestBed bed;

  private Map<String, Places> places;

  /** The drivers on the application's class path. */
  enum Drivers {
    NEWEST(
        Client.PGJDBC,
        "mysql-connector-j-9.7.0",
        "mariadb-java-client-3.5.11",
        "mssql-jdbc-13.6.2.jre11"),
    OLDEST(
        "postgresql-42.2.2",
        "mysql-connector-java-5.1.49",
        "mariadb-java-client-2.7.13",
        "mssql-jdbc-12.10.2.jre11");

    private final String[] libraries;

    Drivers(String... libraries) {
      this.libraries = libraries;
    }
  }

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.postgres().query("CREATE DATABASE other");
    for (String pattern : Elsewhere.patterns()) {
      Login account = Elsewhere.account(pattern);
      bed.postgres()
          .query(
              "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE app_rw"
                  .formatted(account.user(), account.password()));
    }
  }

  @BeforeEach
  void listen() {
    places =
        Map.of(
            "postgresql", Places.around(bed.postgres().port(), StandIn::postgresql),
            "mysql", Places.around(StandIn::mysql, ANY_PORT),
            "mariadb", Places.around(StandIn::mysql, ANY_PORT),
            "sqlserver", Places.around(StandIn::sqlServer, SQL_SERVER_PORT));
  }

  @AfterEach
  void close() {
    places.values().forEach(Places::close);
  }

  @ParameterizedTest
  @EnumSource
  void sendsACredentialNowhereButWhereThePatternMeans(Drivers drivers) throws IOException {
    try (Client client = Client.start(settings(), drivers.libraries)) {
      List<String> offences = new ArrayList<>();
      for (Elsewhere row : Elsewhere.all()) {
        Places around = placesOf(row.pattern());
        Login account = Elsewhere.account(row.pattern());
        List<Login> before = around.logins();
        client.source("row", around.fill(row.url()), account, around.fill(row.properties()));
        Answer answer = client.connect("row");
        List<Login> others = new ArrayList<>(around.logins());
        before.forEach(others::remove);
        others.removeIf(around.sent(account)::equals);
        boolean elsewhere = answer.isLeased() && !answer.text().endsWith(" app");
        if (elsewhere || !others.isEmpty()) {
          offences.add(row + ": " + answer + ", arrived: " + others);
        }
      }
      assertThat(offences).as("connections that got a credential").isEmpty();
      assertThat(client.roles()).isNotEmpty();
      for (Places around : places.values()) {
        assertThat(client.roles()).noneMatch(around::haveReceived);
      }
      assertThatNamesLead(client);
      assertThatEachBindingIsAtWork(client);
    }
  }

  /**
   * A name that looks as if the pattern meant it is another host's, where the client looks it up.
   */
  private void assertThatNamesLead(Client client) {
    for (String pattern :
        List.of("jdbc:postgresql://*.corp:{port}/app", "jdbc:postgresql://db*:{port}/app")) {
      Places around = placesOf(pattern);
      assertThat(around.logins())
          .as("%s: %s", pattern, client.log())
          .contains(around.sent(Elsewhere.account(pattern)));
    }
  }

  /** Where a pattern means it, a credential does arrive: else the above would show nothing. */
  private void assertThatEachBindingIsAtWork(Client client) {
    String postgres = "jdbc:postgresql://{db}/app";
    assertThat(connect(client, postgres, postgres).isLeased()).isTrue();
    for (String pattern :
        List.of("jdbc:mysql://{db}/app", "jdbc:mariadb://{db}/app", "jdbc:sqlserver://{db}")) {
      String beside = pattern.startsWith("jdbc:sqlserver:") ? ";encrypt=false" : "";
      Answer answer = connect(client, pattern, pattern + beside);
      assertThat(placesOf(pattern).loginsWhereMeant())
          .as("%s: %s", pattern, answer)
          .anyMatch(ElsewhereIT::isLeased);
    }
  }

  private static boolean isLeased(Login login) {
    return login.user().startsWith("v-");
  }

  private Answer connect(Client client, String pattern, String url) {
    client.source("good", placesOf(pattern).fill(url), Elsewhere.account(pattern), "");
    return client.connect("good");
  }

  private Places placesOf(String pattern) {
    return Objects.requireNonNull(places.get(Elsewhere.subprotocol(pattern)));
  }

  /** A binding for each pattern. */
  private Map<String, String> settings() throws IOException {
    Map<String, String> settings = Workload.settings(bed);
    settings.remove("LEASEHOLD_CREDS");
    settings.put("LEASEHOLD_FIRST_CREDENTIAL_TIMEOUT", "10s");
    List<String> patterns = Elsewhere.patterns();
    List<String> names = IntStream.range(0, patterns.size()).mapToObj(i -> "b" + i).toList();
    settings.put("LEASEHOLD_BINDINGS", String.join(",", names));
    for (int i = 0; i < patterns.size(); i++) {
      String prefix = "LEASEHOLD_B" + i;
      settings.put(prefix + "_CREDS", TestBed.CREDS_PATH);
      settings.put(prefix + "_URL", placesOf(patterns.get(i)).fill(patterns.get(i)));
      settings.put(prefix + "_USER", Elsewhere.account(patterns.get(i)).user());
    }
    Path services = Files.createTempFile("leasehold-it", "pg_service.conf");
    services.toFile().deleteOnExit();
    String service = "[evil]\nhost={evil}\nport={port}\ndbname=app\n";
    Files.writeString(services, placesOf("jdbc:postgresql:").fill(service));
    settings.put("PGSERVICEFILE", services.toString());
    settings.put("JDK_JAVA_OPTIONS", "-Djdk.net.hosts.file=" + hosts());
    return settings;
  }

  private Path hosts() throws IOException {
    Path hosts = Files.createTempFile("leasehold-it", "hosts");
    hosts.toFile().deleteOnExit();
    String names = "{evil} evil@{host} evil\\x.corp db.evil.example\n127.0.0.1 localhost\n";
    return Files.writeString(hosts, placesOf("jdbc:postgresql:").fill(names));
  }
}
