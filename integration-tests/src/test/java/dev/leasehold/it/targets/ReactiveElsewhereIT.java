// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.sql.Login;
import dev.leasehold.testbed.standin.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same as {@link ElsewhereIT} for clients that never block, by the URLs of their own. Clients
 * of other databases than PostgreSQL are not known, so that no credential is theirs.
 */
class ReactiveElsewhereIT {

  private static final String TABLE = "reactive-urls-that-lead-elsewhere.tsv";
  private static final String POSTGRESQL = "postgresql";

  /** A pool, and with Vert.x all of its threads, are made for each. */
  private static final int RANDOM = Integer.getInteger("leasehold.urls", 3_000) / 100;

  private static final long SEED = Long.getLong("leasehold.seed", new SecureRandom().nextLong());

  private static final List<Source> R2DBC =
      List.of(
          Source.reactive(
              "R2dbcUrl",
              "r2dbc-postgresql-1.0.0.RELEASE",
              "r2dbc-pool-1.0.0.RELEASE",
              "r2dbc-mariadb-1.3.2"),
          Source.reactive(
              "R2dbcUrl",
              "r2dbc-postgresql-1.0.9.RELEASE",
              "r2dbc-pool-1.0.2.RELEASE",
              "r2dbc-mariadb-1.3.2"));

  private static final List<Source> VERTX =
      List.of(
          Source.reactive(
              "VertxPgPoolUri", "vertx-pg-client-4.4.2", "vertx-mysql-client-4.4.2", "client-2.1"),
          Source.reactive(
              "VertxUri",
              "vertx-pg-client-4.5.27",
              "vertx-mysql-client-4.5.27",
              "scram-client-3.2"),
          Source.reactive(
              "VertxUri", "vertx-pg-client-5.0.7", "vertx-mysql-client-5.0.7", "scram-client-3.2"));

  private static final Login STATIC =
      new Login(Workload.Login.STATIC.user(), Workload.Login.STATIC.password());

  @AutoClose private static TestBed bed;

  private Map<String, Places> places;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.postgres().query("CREATE DATABASE other");
    bed.postgres()
        .query(
            "CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE app_rw"
                .formatted(STATIC.user(), STATIC.password()));
  }

  @BeforeEach
  void listen() {
    places =
        Map.of(
            POSTGRESQL,
            Places.around(bed.postgres().port(), StandIn::postgresql),
            "mysql",
            Places.around(StandIn::mysql, 0));
  }

  @AfterEach
  void close() {
    places.values().forEach(Places::close);
  }

  static List<Source> sources() {
    return Stream.concat(R2DBC.stream(), VERTX.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void sendsACredentialNowhereButWhereThePatternMeans(Source source) throws IOException {
    String meant = R2DBC.contains(source) ? "r2dbc:postgresql://{db}/app" : "postgresql://{db}/app";
    String url = placesOf(meant).fill(meant);
    try (Workload workload = Workload.start(settings(), url, source, 100).awaitReady()) {
      List<String> offences = new ArrayList<>();
      for (String row : rows(source)) {
        Places around = placesOf(row);
        List<Login> before = around.logins();
        String answer = Reactive.userAt(workload, around.fill(row));
        List<Login> others = new ArrayList<>(around.logins());
        before.forEach(others::remove);
        others.removeIf(around.sent(STATIC)::equals);
        boolean elsewhere = answer.startsWith("v-") && !answer.endsWith(" app");
        if (elsewhere || !others.isEmpty()) {
          offences.add(row + ": " + answer + ", arrived: " + others);
        }
      }
      assertThat(offences).as("connections that got a credential").isEmpty();
      assertThat(Reactive.userAt(workload, url)).as("the binding is at work").startsWith("v-");
      for (Places around : places.values()) {
        assertThat(around.logins()).as("that a row leads elsewhere").contains(around.sent(STATIC));
        assertThat(around.haveReceived("v-jwt")).isFalse();
      }
      assertThat(placesOf("mysql").loginsWhereMeant())
          .as("a database whose client is not known")
          .isNotEmpty()
          .containsOnly(placesOf("mysql").sent(STATIC));
      assertThat(workload.hasLogged("is not known"))
          .as("a line of clients that no binding leaves open")
          .isFalse();
      workload.stop();
    }
  }

  /** As many URLs as a hundredth of {@code -Dleasehold.urls}, as chance makes them. */
  @ParameterizedTest
  @MethodSource("sources")
  void sendsNoCredentialElsewhereWhateverTheUrl(Source source) {
    boolean r2dbc = R2DBC.contains(source);
    RandomReactiveUrl urls = new RandomReactiveUrl(SEED);
    Places around = placesOf(POSTGRESQL);
    String scheme = r2dbc ? "r2dbc:postgresql" : "postgresql";
    String meant = around.fill(scheme + "://{db}/app");
    try (Workload workload = Workload.start(settings(), meant, source, 100).awaitReady()) {
      assertThat(workload.on("c", "visit", meant)).startsWith("row v-").endsWith(" app");
      String elsewhere = workload.on("c", "visit", around.fill(scheme + "://{evil}:{port}/app"));
      assertThat(around.logins()).as(elsewhere).contains(around.sent(STATIC));
      for (int i = 0; i < RANDOM; i++) {
        String url = around.fill(r2dbc ? urls.r2dbc() : urls.vertx());
        String answer = workload.on("c", "visit", url);
        String what = url + ", run again with -Dleasehold.seed=" + SEED;
        assertThat(answer.startsWith("row v-") && !answer.endsWith(" app"))
            .as("%s: %s", what, answer)
            .isFalse();
        assertThat(around.haveReceived("v-jwt")).as(what).isFalse();
      }
      workload.stop();
    }
  }

  private Places placesOf(String url) {
    return Objects.requireNonNull(places.get(url.contains(POSTGRESQL) ? POSTGRESQL : "mysql"));
  }

  private static List<String> rows(Source source) throws IOException {
    try (InputStream table =
        Objects.requireNonNull(ReactiveElsewhereIT.class.getResourceAsStream(TABLE))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .filter(line -> line.startsWith("r2dbc:") == R2DBC.contains(source))
          .toList();
    }
  }

  /** A binding for each database. */
  private Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    settings.remove("LEASEHOLD_CREDS");
    settings.put("LEASEHOLD_BINDINGS", "postgresql,mysql,mariadb");
    for (String database : List.of(POSTGRESQL, "mysql", "mariadb")) {
      String prefix = "LEASEHOLD_" + database.toUpperCase(Locale.ROOT);
      settings.put(prefix + "_CREDS", TestBed.CREDS_PATH);
      settings.put(prefix + "_URL", placesOf(database).fill("jdbc:" + database + "://{db}/app"));
    }
    return settings;
  }
}
