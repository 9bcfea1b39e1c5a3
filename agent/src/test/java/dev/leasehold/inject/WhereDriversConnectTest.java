// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leasehold.config.Settings;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where we take a driver to connect is where it connects, server and database, with any URL and
 * properties. The arguments that we hand to it lead nowhere else, and lead no credential to a place
 * that the pattern does not name. Some hundred calls for each; as many as {@code -Dleasehold.urls}
 * says, beginning with {@code -Dleasehold.seed}.
 */
class WhereDriversConnectTest {

  private static final int LIBRARIES = 28;
  private static final int CALLS = Integer.getInteger("leasehold.urls", 2_800) / LIBRARIES;
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
        "opengauss-jdbc-6.0.0",
        "mysql-connector-java-5.1.49",
        "mysql-connector-java-8.0.11",
        "mysql-connector-j-8.4.0",
        "mysql-connector-j-9.7.0",
        "mysql-connector-j-26.10.0",
        "aws-mysql-jdbc-1.1.15",
        "mariadb-java-client-2.7.0",
        "mariadb-java-client-2.7.13",
        "mariadb-java-client-3.0.11",
        "mariadb-java-client-3.5.11",
        "mariadb-java-client-4.0.0",
        "mssql-jdbc-12.10.2.jre11",
        "mssql-jdbc-13.6.2.jre11"
      })
  void isWhereTheyAreTakenToConnect(String library) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(library)) {
      compare(driver, protocol(library), scheme(library), urls -> urls.next(library));
    }
  }

  /** Redshift's driver cannot be asked. AWS's is asked at no login point. */
  @ParameterizedTest
  @EnumSource
  void forksAreWhereTheyAreTakenToConnect(PublishedFork fork) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(fork)) {
      compare(
          driver,
          new StartupProtocol(),
          fork.url("jdbc:postgresql:"),
          urls -> {
            RandomUrl.Call call = urls.next("postgresql");
            call.info().setProperty("ssl", "false");
            return new RandomUrl.Call(fork.url(call.url()), call.info());
          });
    }
  }

  /**
   * {@code acceptsURL} decodes the database of the URL. The driver does not where the properties
   * have another database, and connects. Redshift's cannot be asked, so that the call is refused.
   */
  @ParameterizedTest
  @EnumSource(names = {"AWS", "OPENGAUSS", "REDSHIFT", "REDSHIFT_2_1"})
  void whatOnlyPropertiesMakeUpForGetsNoOtherLogin(PublishedFork fork) throws Exception {
    try (DriverUnderTest driver = new DriverUnderTest(fork);
        Places places = new Places(new StartupProtocol())) {
      String host = places.hosts().get(1);
      String port = Integer.toString(places.port());
      Properties info = login();
      Map.of("PGHOST", host, "PGPORT", port, "PGDBNAME", "orders").forEach(info::setProperty);
      Map.of("host", host, "port", port, "dbname", "orders").forEach(info::setProperty);
      String scheme = fork.url("jdbc:postgresql:");
      Pattern pattern = patterns(scheme, host + ":" + port).get(1);
      try (Deployment ignored = new Deployment(Roles.ofNobody(), Deployment.LONG, pattern::takes)) {
        assertThatThrownBy(() -> driver.connect(scheme + "o%%2Fr", info))
            .isInstanceOf(SQLException.class);
        boolean refused = scheme.contains("redshift");
        assertThat(places.takeVisits())
            .hasSize(refused ? 0 : 1)
            .allMatch(pattern::covers)
            .allMatch(visit -> visit.login().user().startsWith(OURS));
      }
    }
  }

  private static void compare(
      DriverUnderTest driver,
      LoginListener.Protocol protocol,
      String scheme,
      Function<RandomUrl, RandomUrl.Call> next)
      throws Exception {
    try (Places places = new Places(protocol)) {
      List<String> hosts = places.hosts();
      RandomUrl urls =
          new RandomUrl(new Random(SEED), hosts.subList(1, 4), places.port(), places.otherPort());
      String server = hosts.get(1) + ":" + places.port();
      List<Pattern> patterns = patterns(scheme, server);
      int matched = 0;
      for (Pattern pattern : patterns) {
        try (Deployment deployment =
            new Deployment(Roles.ofNobody(), Deployment.LONG, pattern::takes)) {
          matched += connect(driver, places, plain(scheme, server), pattern);
          for (int i = 0; i < CALLS / patterns.size(); i++) {
            matched += connect(driver, places, next.apply(urls), pattern);
          }
          assertThat(deployment.source.fetched()).isLessThanOrEqualTo(1);
        }
      }
      assertThat(matched)
          .as("calls with the credential, run again with -Dleasehold.seed=%d", SEED)
          .isPositive();
    }
  }

  /** A call that the patterns with and without a database are for, beside the calls by chance. */
  private static RandomUrl.Call plain(String scheme, String server) {
    String database = scheme.contains("sqlserver") ? ";databaseName=orders" : "/orders";
    Properties info = login();
    if (scheme.equals("jdbc:mariadb:")) {
      info.setProperty("sslMode", "disable"); // Version 4 asks for TLS, and reads no "ssl".
    }
    return new RandomUrl.Call(scheme + "//" + server + database, info);
  }

  private static Properties login() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("password", "configured");
    info.setProperty("ssl", "false");
    return info;
  }

  /**
   * The connections that a binding is for.
   *
   * @param server host and port
   * @param database null for any
   */
  private record Pattern(Settings settings, String server, @Nullable String database) {

    boolean takes(String url, Targets targets, @Nullable String user)
        throws UncertainTargetException {
      return settings.binding(url, targets, user) != null;
    }

    boolean covers(Places.Visit visit) {
      return visit.place().equals(server)
          && (database == null || database.equals(visit.login().database()));
    }
  }

  /**
   * Any database of a server, a database that is named, and the database of a user where none is
   * named. And the host that drivers take where a URL names none.
   */
  private static List<Pattern> patterns(String scheme, String server) throws Exception {
    String servers = scheme + "//" + server;
    return List.of(
        new Pattern(PatternSettings.of(servers), server, null),
        new Pattern(PatternSettings.of(servers + "/orders"), server, "orders"),
        new Pattern(PatternSettings.of(servers + "/app"), server, "app"),
        new Pattern(
            PatternSettings.of(scheme + "//localhost" + server.substring(server.indexOf(':'))),
            "127.0.0.1" + server.substring(server.indexOf(':')),
            null));
  }

  /** Returns 1 if the credential came to where the pattern says, else 0. */
  private static int connect(
      DriverUnderTest driver, Places places, RandomUrl.Call call, Pattern pattern)
      throws Exception {
    String what = driver.library() + ", " + call + ", run again with -Dleasehold.seed=" + SEED;
    ConnectionRequest request = driver.request(call.url(), call.info());
    Targets targets = request == null ? null : request.targets();
    if (request != null && targets != null && !isAtAPlace(targets, places)) {
      assertThat(certainlyTakes(pattern, request, targets)).as(what).isFalse();
      return 0; // Nobody is to look up the names that chance makes.
    }
    Properties given = DriverUnderTest.copyOf(call.info());
    try (Connection connection = driver.connect(call.url(), given)) {
      assertThat(connection).as(what).isNull();
    } catch (SQLException | RuntimeException hungUp) {
      assertThat(Throwables.getStackTrace(hungUp))
          .as(what)
          .doesNotContain("is about to log in to", "a fault in Leasehold itself");
    }
    List<Places.Visit> visits = places.takeVisits();
    if (request == null || targets == null) {
      assertThat(visits).as(what).isEmpty();
      return 0;
    }
    boolean bound = pattern.takes(request.url(), targets, request.user());
    boolean shown = false;
    for (Places.Visit visit : visits) {
      shown |= isShown(visit, targets, bound, pattern, what);
    }
    return shown ? 1 : 0;
  }

  private static boolean certainlyTakes(
      Pattern pattern, ConnectionRequest request, Targets targets) {
    try {
      return pattern.takes(request.url(), targets, request.user());
    } catch (UncertainTargetException refused) {
      return false;
    }
  }

  /** Returns whether the visitor has the credential; it is where it should be. */
  private static boolean isShown(
      Places.Visit visit, Targets targets, boolean bound, Pattern pattern, String what) {
    if (visit.login().equals(LoginListener.Attempt.NONE)) {
      // A driver that finds one of several hosts dead may hang up on another.
      assertThat(serversOf(targets)).as(what).contains(visit.place());
      return false;
    }
    boolean ours = visit.login().user().startsWith(OURS);
    assertThat(databasesOf(targets))
        .as(what)
        .contains(visit.place() + '/' + visit.login().database());
    assertThat(ours).as("%s: %s", what, visit).isEqualTo(bound);
    assertThat(!ours || pattern.covers(visit)).as("%s: %s", what, visit).isTrue();
    return ours;
  }

  private static boolean isAtAPlace(Targets targets, Places places) {
    return targets.isReadable() && targets.detours().isEmpty() && places.hold(targets);
  }

  private static Set<String> serversOf(Targets targets) {
    return targets.each().stream().map(Places::of).collect(toSet());
  }

  private static Set<String> databasesOf(Targets targets) {
    return targets.each().stream()
        .map(target -> Places.of(target) + '/' + target.database())
        .collect(toSet());
  }

  private static LoginListener.Protocol protocol(String library) {
    if (isPgjdbc(library)) {
      return new StartupProtocol();
    }
    return library.startsWith("mssql") ? new TdsProtocol() : new HandshakeProtocol();
  }

  /** openGauss's driver has the name of pgjdbc's. */
  private static boolean isPgjdbc(String library) {
    return library.startsWith("postgresql") || library.startsWith("opengauss");
  }

  private static String scheme(String library) {
    if (isPgjdbc(library)) {
      return "jdbc:postgresql:";
    }
    if (library.startsWith("mssql")) {
      return "jdbc:sqlserver:";
    }
    return library.startsWith("mariadb") ? "jdbc:mariadb:" : "jdbc:mysql:";
  }
}
