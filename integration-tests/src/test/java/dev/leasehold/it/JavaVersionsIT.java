// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.java.JavaRuntime;
import dev.leasehold.testbed.net.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole of it on the JVMs of legacy applications: TLS to Vault, rotations, no role left. */
class JavaVersionsIT {

  static final String POOL = "HikariCP-2.7.9";
  static final String OLD_DRIVER = "42.2.2";

  /** As many as may be held in all, 256 by default. */
  private static final List<String> CARRIERS =
      List.of(
          "-Djdk.virtualThreadScheduler.parallelism=2",
          "-Djdk.virtualThreadScheduler.maxPoolSize=4");

  @AutoClose private static TestBed bed;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  static List<String> versions() {
    return List.of("8", "11", "21");
  }

  @ParameterizedTest
  @MethodSource("versions")
  void failsNoQueryAcrossRotations(String version) throws IOException {
    Recording recording = new Recording();
    Map<String, String> settings = settings(version);
    settings.put("JAVA_TOOL_OPTIONS", recording.options());
    failsNoQueryAcrossRotations(settings, Source.pool("Hikari", POOL));
    recording.assertGenerations(1L, 2L, 3L);
  }

  @Test
  void failsNoQueryAcrossRotationsWithAnOldDriver() {
    Source old = new Source("Hikari", List.of(POOL, "postgresql-" + OLD_DRIVER));
    failsNoQueryAcrossRotations(settings("8"), old);
  }

  /**
   * Threads that ask for one server wait for its credential. Threads that ask for the other wait
   * until the binding knows its server.
   */
  @Test
  void virtualThreadsThatWaitHoldNoCarrier() {
    Map<String, String> settings = settings("21");
    settings.put("VAULT_ADDR", "https://127.0.0.1:" + Ports.free());
    String url = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/app";
    String other = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/app";
    List<String> command = new ArrayList<>(CARRIERS);
    command.addAll(SmallProgram.command("crowd", "64", url, other));
    try (Application crowd = Application.start(settings, command)) {
      crowd.errors().await(0, line -> line.contains("fetch failed"), Duration.ofMinutes(1));
      crowd.tell("go");
      assertThat(crowd.output().await(0, "done"::equals, Duration.ofMinutes(1))).isNotEmpty();
      assertThat(crowd.errors().all()).noneMatch(line -> line.contains(" ERROR "));
    }
  }

  private static Map<String, String> settings(String version) {
    Optional<JavaRuntime> java = JavaRuntime.find(Integer.parseInt(version));
    Assumptions.assumeTrue(java.isPresent(), "no Java " + version + " is to be had here");
    Map<String, String> settings = Workload.settings(bed);
    settings.put("JAVA_HOME", java.orElseThrow().home().toString());
    return settings;
  }

  private static void failsNoQueryAcrossRotations(Map<String, String> settings, Source source) {
    settings.put("LEASEHOLD_ROTATE_AFTER", "6s");
    try (Workload workload = Workload.start(settings, bed.postgres().url(), source, 100)) {
      workload.rotateTo(3);
      assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
    }
  }
}
