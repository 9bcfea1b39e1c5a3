// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.config.Settings;
import dev.leasehold.inject.jdbc.ConnectionRequest;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import dev.leasehold.target.UncertainTargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Oracle's driver cannot be asked where it connects, so Leasehold reads its URLs. Where it reads
 * hosts, the driver goes to these and asks for this service there. Where it reads none, the
 * connection is none of a pattern's that names hosts. The driver does not name the user before a
 * server has answered, so the pattern says whose credential it has. Some tenth of {@code
 * -Dleasehold.urls} for each version, beginning with {@code -Dleasehold.seed}.
 */
class WhereOraclesDriverConnectsTest {

  private static final int CALLS = Integer.getInteger("leasehold.urls", 1_900) / 12;
  private static final long SEED = Long.getLong("leasehold.seed", new Random().nextLong());

  @ParameterizedTest
  @MethodSource("dev.leasehold.inject.OracleVersions#all")
  void isWhereItIsTakenToConnect(String library) throws Exception {
    int arrived = 0;
    try (Places places = new Places(new TnsProtocol());
        DriverUnderTest driver = new DriverUnderTest(library)) {
      String server = places.hosts().get(1) + ":" + places.port();
      RandomOracleUrl urls = new RandomOracleUrl(new Random(SEED), places);
      for (String service : new String[] {"", "/orders"}) {
        Settings pattern = PatternSettings.of("jdbc:oracle:thin:@//" + server + service);
        try (Deployment ignored =
            new Deployment(
                Roles.ofNobody(),
                Deployment.LONG,
                (url, targets, user) -> pattern.binding(url, targets, user) != null)) {
          arrived += connect(driver, places, "jdbc:oracle:thin:@//" + server + "/orders", pattern);
          for (int i = 0; i < CALLS / 2; i++) {
            arrived += connect(driver, places, urls.next(), pattern);
          }
        }
      }
    }
    assertThat(arrived).as("calls with the credential").isPositive();
  }

  /** Returns 1 where the driver has come with the credential, else 0. */
  private static int connect(DriverUnderTest driver, Places places, String url, Settings pattern)
      throws Exception {
    String what = driver.library() + ", " + url + ", run again with -Dleasehold.seed=" + SEED;
    ConnectionRequest request = Objects.requireNonNull(driver.request(url, info()));
    boolean bound = isBound(pattern, request);
    if (!isTried(request.targets(), places, bound, url)) {
      return 0;
    }
    try (Connection connection = driver.connect(url, info())) {
      assertThat(connection).as(what).isNull();
    } catch (SQLException | RuntimeException hungUp) {
      boolean certain = request.targets().isReadable() && request.targets().detours().isEmpty();
      assertThat(certain ? Throwables.getStackTrace(hungUp) : "")
          .as(what)
          .doesNotContain("is about to log in to 127.", "a fault in Leasehold itself");
    }
    List<Places.Visit> visits = places.takeVisits();
    for (Places.Visit visit : visits) {
      compare(visit, request.targets(), bound ? pattern : null, what);
    }
    return bound && !visits.isEmpty() ? 1 : 0;
  }

  /** Nobody is to look up the names that chance makes. */
  private static boolean isTried(Targets targets, Places places, boolean bound, String url) {
    if (!bound && (!targets.isReadable() || url.indexOf('@') < url.lastIndexOf('@'))) {
      // It is refused, or the driver goes there with the configured password. It looks for the
      // first @ then; where it is bound, there is no other.
      return false;
    }
    return !targets.isReadable() || places.hold(targets);
  }

  /** A client that speaks TLS, or hangs up, says no service; a detour is followed as it is. */
  private static void compare(
      Places.Visit visit, Targets targets, @Nullable Settings bound, String what) throws Exception {
    boolean told = !visit.login().equals(LoginListener.Attempt.NONE);
    String there = visit.place() + '/' + (told ? named(visit.login().database()) : "");
    if (targets.detours().isEmpty()) {
      assertThat(named(targets))
          .as("%s: %s", what, there)
          .anyMatch(each -> told ? each.equals(there) : each.startsWith(there));
    }
    if (told && bound != null) {
      assertThat(isCovered(bound, there)).as("%s: %s", what, there).isTrue();
    }
  }

  private static boolean isBound(Settings pattern, ConnectionRequest request) throws SQLException {
    try {
      return pattern.binding(request.url(), request.targets(), request.user()) != null;
    } catch (UncertainTargetException uncertain) {
      return false;
    }
  }

  /** Asks the pattern about one server and service. */
  private static boolean isCovered(Settings pattern, String there) throws Exception {
    int colon = there.indexOf(':');
    int slash = there.indexOf('/');
    int port = Integer.parseInt(there.substring(colon + 1, slash));
    Targets one =
        Targets.of(Target.of(there.substring(0, colon), port, there.substring(slash + 1)))
            .withDefaultPort(1521);
    return pattern.binding("jdbc:oracle:thin:@//" + there, one, "app") != null;
  }

  private static Set<String> named(Targets targets) {
    return targets.each().stream()
        .map(target -> Places.of(target) + '/' + named(target.database()))
        .collect(toSet());
  }

  private static String named(@Nullable String database) {
    return database == null ? "" : database;
  }

  private static Properties info() {
    Properties info = new Properties();
    info.setProperty("user", "app");
    info.setProperty("password", "static");
    info.setProperty("oracle.net.CONNECT_TIMEOUT", "2000");
    return info;
  }
}
