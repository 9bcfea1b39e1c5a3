package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.Settings;
import dev.leasehold.config.SettingsSources;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where we take a driver to connect is where it connects, whatever URL and properties it is given;
 * and what we hand to it leads nowhere else, and no credential to where the pattern does not say.
 * Some two thousand calls; as many as {@code -Dleasehold.urls} says, beginning with {@code
 * -Dleasehold.seed}.
 */
class WhereDriversConnectTest {

  private static final int LIBRARIES = 19;
  private static final int CALLS = Integer.getInteger("leasehold.urls", 1_900) / LIBRARIES;
  private static final long SEED = Long.getLong("leasehold.seed", new Random().nextLong());
  private static final String OURS = "v-test-";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql-42.2.2",
        "postgresql-42.2.29",
        "postgresql-42.3.10",
        "postgresql-42.4.5",
        "postgresql-42.5.6",
        "postgresql-42.6.2",
        "postgresql-newest",
        "mysql-connector-java-5.1.49",
        "mysql-connector-java-8.0.11",
        "mysql-connector-j-8.4.0",
        "mysql-connector-j-9.7.0",
        "mysql-connector-j-26.10.0",
        "mariadb-java-client-2.7.0",
        "mariadb-java-client-2.7.13",
        "mariadb-java-client-3.0.11",
        "mariadb-java-client-3.5.11",
        "mariadb-java-client-4.0.0",
        "mssql-jdbc-12.10.2.jre11",
        "mssql-jdbc-13.6.2.jre11"
      })
  void isWhereTheyAreTakenToConnect(String library) throws Exception {
    try (Places places = new Places(protocol(library));
        DriverUnderTest driver = new DriverUnderTest(library)) {
      Settings settings = settings(scheme(library) + "//127.0.0.2:" + places.port() + "/orders");
      Match match = (url, targets, user) -> settings.binding(url, targets, user) != null;
      try (Deployment deployment = new Deployment(Roles.ofNobody(), Deployment.LONG, match)) {
        Random random = new Random(SEED);
        RandomUrl urls =
            new RandomUrl(
                random, Integer.toString(places.port()), Integer.toString(places.otherPort()));
        int matched = 0;
        for (int i = 0; i < CALLS; i++) {
          matched += connect(driver, places, urls.next(library), settings);
        }
        assertThat(matched).as("calls with the credential").isPositive();
        assertThat(deployment.source.fetched()).isEqualTo(1);
      }
    }
  }

  /** Returns 1 if the credential came to where the pattern says, else 0. */
  private static int connect(
      DriverUnderTest driver, Places places, RandomUrl.Call call, Settings settings)
      throws Exception {
    String what = driver.library() + ", " + call + ", run again with -Dleasehold.seed=" + SEED;
    ConnectionRequest request = driver.request(call.url(), call.info());
    Targets targets = request == null ? null : request.targets();
    if (targets != null && !isAtAPlace(targets)) {
      return 0; // Nobody is to look up the names that chance makes.
    }
    Properties given = DriverUnderTest.copyOf(call.info());
    try (Connection connection = driver.connect(call.url(), given)) {
      assertThat(connection).as(what).isNull();
    } catch (SQLException | RuntimeException hungUp) {
      // As it should be.
    }
    List<Places.Visit> visits = places.takeVisits();
    if (request == null || targets == null) {
      assertThat(visits).as(what).isEmpty();
      return 0;
    }
    String ours = "127.0.0.2:" + places.port();
    for (Places.Visit visit : visits) {
      assertThat(placesOf(targets)).as(what).contains(visit.place());
      assertThat(!visit.user().startsWith(OURS) || visit.place().equals(ours)).as(what).isTrue();
    }
    boolean bound = settings.binding(request.url(), targets, request.user()) != null;
    if (!bound) {
      return 0;
    }
    // A driver that finds one of several hosts dead may hang up on another.
    assertThat(visits)
        .as(what)
        .allMatch(visit -> visit.user().startsWith(OURS) || visit.user().equals(Places.NOBODY));
    return visits.stream().anyMatch(visit -> visit.user().startsWith(OURS)) ? 1 : 0;
  }

  private static boolean isAtAPlace(Targets targets) {
    return targets.isReadable()
        && targets.detours().isEmpty()
        && targets.each().stream()
            .allMatch(
                target ->
                    target.host().equals("localhost") || Places.HOSTS.contains(target.host()));
  }

  private static Set<String> placesOf(Targets targets) {
    Set<String> places = new HashSet<>();
    for (Target target : targets.each()) {
      String host = target.host().equals("localhost") ? "127.0.0.1" : target.host();
      places.add(host + ':' + target.port());
    }
    return places;
  }

  private static LoginListener.Protocol protocol(String library) {
    if (library.startsWith("postgresql")) {
      return new StartupProtocol();
    }
    return library.startsWith("mssql") ? new TdsProtocol() : new HandshakeProtocol();
  }

  private static String scheme(String library) {
    if (library.startsWith("postgresql")) {
      return "jdbc:postgresql:";
    }
    if (library.startsWith("mssql")) {
      return "jdbc:sqlserver:";
    }
    return library.startsWith("mariadb") ? "jdbc:mariadb:" : "jdbc:mysql:";
  }

  private static Settings settings(String pattern) throws Exception {
    return Settings.read(
        new SettingsSources(
            null,
            Map.of(
                "leasehold.url", pattern,
                "leasehold.creds", "database/creds/orders",
                "leasehold.vault.addr", "http://127.0.0.1:1",
                "leasehold.auth.role", "orders"),
            Map.of()));
  }
}
