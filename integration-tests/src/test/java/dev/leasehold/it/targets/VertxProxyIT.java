// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.targets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.net.ConnectProxy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy of Vert.x' client gets the connection with the credential where the pattern names it. */
class VertxProxyIT {

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  static List<Source> sources() {
    return List.of(
        Source.reactive("VertxProxied", "vertx-pg-client-4.5.27", "scram-client-3.2"),
        Source.reactive("VertxProxied", "vertx-pg-client-5.0.10", "scram-client-3.2"));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void isRefusedUnlessThePatternNamesIt(Source source) throws IOException {
    try (ConnectProxy proxy = ConnectProxy.open()) {
      String place = "127.0.0.1:" + bed.postgres().port() + "/app";
      String url = proxy.port() + "|postgresql://" + place;
      String pattern = "jdbc:postgresql://" + place;
      try (Workload workload = Workload.start(settings(pattern), url, source, 100)) {
        assertThat(workload.awaitReady().on("a", "borrow"))
            .contains("proxyOptions may lead the connection elsewhere");
        assertThat(proxy.asked()).isEmpty();
      }
      String named = pattern + "?proxyOptions=127.0.0.1:" + proxy.port();
      try (Workload workload = Workload.start(settings(named), url, source, 100)) {
        assertThat(workload.awaitReady().on("a", "borrow")).isEqualTo("borrowed");
        assertThat(workload.on("a", "do", "SELECT session_user")).startsWith("row v-");
        assertThat(proxy.asked()).isNotEmpty();
      }
    }
  }

  private static Map<String, String> settings(String pattern) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_URL", pattern);
    return settings;
  }
}
