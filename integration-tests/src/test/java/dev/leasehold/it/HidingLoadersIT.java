// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frameworks whose class loaders hide the boot loader's classes, but for the JDK's own. */
class HidingLoadersIT {

  private static final String DRIVER = "postgresql-42.7.14";
  private static final String POOL = "HikariCP-7.1.0";

  @AutoClose private static TestBed bed;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it first.
  private Path folder;

  @BeforeAll
  static void start() {
    bed = TestBed.start();
  }

  @Test
  void jbossModulesRotatesWithoutAFailedQuery() throws IOException {
    rotates(Modules.command(folder, "jboss-modules-2.1.6.Final", DRIVER, POOL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.apache.felix.framework-7.0.5", "org.eclipse.osgi-3.18.300"})
  void osgiRotatesWithoutAFailedQuery(String framework) throws IOException {
    rotates(Bundles.command(folder, framework, DRIVER, POOL));
  }

  private static void rotates(List<String> command) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    try (Workload workload =
        Workload.launch(settings, command, Source.HIKARI, bed.postgres().url())) {
      workload.rotateTo(3);
      assertThat(workload.hasLogged("retired, connections to go")).isTrue();
    }
    assertThat(bed.postgres().ephemeralRoles()).as("roles left behind").isEmpty();
  }
}
