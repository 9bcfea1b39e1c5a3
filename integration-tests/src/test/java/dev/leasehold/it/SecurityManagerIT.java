// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.java.JavaRuntime;
import dev.leasehold.testbed.net.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A security manager that gives the application the rights that it needs and no more. It may read
 * no file and connect to nothing but its database.
 */
class SecurityManagerIT {

  private static final int LAST_JAVA_WITH_ONE = 23;
  private static final Duration BOUND = Duration.ofSeconds(60);

  /** The rights that HikariCP and pgjdbc ask for. */
  private static final String POLICY =
      """
      grant {
        permission java.net.SocketPermission "127.0.0.1:%s", "connect,resolve";
        permission java.util.PropertyPermission "*", "read";
        permission java.lang.reflect.ReflectPermission "suppressAccessChecks";
        permission java.lang.RuntimePermission "modifyThread";
        permission java.lang.RuntimePermission "getClassLoader";
        permission java.sql.SQLPermission "setNetworkTimeout";
        permission java.sql.SQLPermission "callAbort";
      };
      """;

  @AutoClose private static TestBed bed;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  static List<Path> homes() {
    List<Path> homes = new ArrayList<>();
    if (Runtime.version().feature() <= LAST_JAVA_WITH_ONE) {
      homes.add(Path.of(System.getProperty("java.home")));
    }
    JavaRuntime.find(8).ifPresent(java -> homes.add(java.home()));
    return homes;
  }

  @ParameterizedTest
  @MethodSource("homes")
  void theAgentNeedsNoPermissionOfTheApplication(Path home) throws Exception {
    Path policy = folder.resolve("application.policy");
    Files.writeString(policy, POLICY.formatted(bed.postgres().port()));
    Map<String, String> settings = Workload.settings(bed);
    settings.put("JAVA_HOME", home.toString());
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    int port = Ports.free();
    settings.put("LEASEHOLD_METRICS_LISTEN", Integer.toString(port));
    settings.put("LEASEHOLD_METRICS_JMX", "on");
    settings.put("LEASEHOLD_LOG_LEVEL", "debug");
    Source source =
        Source.hikari("2.7.9").with("-Djava.security.manager", "-Djava.security.policy=" + policy);
    try (Workload workload = Workload.start(settings, bed.postgres().url(), source, 100)) {
      workload.awaitReady().load(2);
      workload.awaitGeneration(2, BOUND);
      assertThat(page(port)).contains("leasehold_rotations_total{binding=\"default\"");
      assertThat(LocalJmx.start(workload.application().handle().pid())).startsWith("service:jmx:");
      workload.awaitLog(BOUND, "metrics are in JMX");
      workload.rotateTo(3);
      assertThat(workload.application().errors().all())
          .noneMatch(line -> line.contains("access denied"));
    }
    assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
  }

  private static String page(int port) throws IOException {
    URL metrics = new URL("http://127.0.0.1:" + port + "/metrics");
    try (InputStream in = metrics.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
