// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where no database is named, PostgreSQL takes the database with the user's name: the configured
 * user's, though another user logs in in its place.
 */
class NoDatabaseIT {

  private static final String DATABASE = Client.STATIC.user();

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
    bed.postgres().query("CREATE DATABASE " + DATABASE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql-42.2.2", Client.PGJDBC})
  void isThatOfTheConfiguredUserInJdbc(String driver) {
    String url = "jdbc:postgresql://127.0.0.1:" + bed.postgres().port() + "/";
    try (Client client = Client.start(settings(), driver)) {
      client.source("url", url);
      client.source("parameter", url + "?user=" + DATABASE + "&ApplicationName=x");
      client.pgSimple("data-source", bed.postgres().port(), Client.STATIC);
      for (String name : new String[] {"url", "parameter", "data-source"}) {
        assertThat(client.connect(name).text()).as(name).matches("v-\\S+ " + DATABASE);
      }
    }
  }

  static Stream<Source> reactive() {
    return Reactive.newest();
  }

  @ParameterizedTest
  @MethodSource("reactive")
  void isThatOfTheConfiguredUserInClientsThatNeverBlock(Source source) {
    String url = "jdbc:postgresql://127.0.0.1:" + bed.postgres().port() + "/";
    Map<String, String> settings = settings();
    settings.merge("LEASEHOLD_URL", "?sslmode=disable", String::concat); // As the clients go by it.
    try (Workload workload = Workload.start(settings, url, source, 100).awaitReady()) {
      assertThat(Reactive.userAt(workload, url)).matches("v-\\S+ " + DATABASE);
      workload.stop();
    }
  }

  /** Its pattern names the database, which the connections do not. */
  private static Map<String, String> settings() {
    Map<String, String> settings = Workload.settings(bed);
    String pattern = "jdbc:postgresql://127.0.0.1:" + bed.postgres().port() + "/" + DATABASE;
    settings.put("LEASEHOLD_URL", pattern);
    return settings;
  }
}
