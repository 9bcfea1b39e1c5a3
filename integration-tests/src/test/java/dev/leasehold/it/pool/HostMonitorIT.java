// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * AWS's wrapper watches the host of a statement that runs long, on a connection of its own. It
 * aborts the statement where three looks in a row have failed. Here it begins to soon.
 */
class HostMonitorIT {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final String SOON = "?failureDetectionTime=1000&failureDetectionInterval=2000";

  @Test
  void takesNoHostForDeadBecauseTheCredentialRotates() {
    PoolVersion aws =
        PoolVersion.newest().stream()
            .filter(version -> version.pool() == PoolLibrary.AWS_PLUGINS)
            .findFirst()
            .orElseThrow();
    try (TestBed bed = TestBed.start()) {
      Map<String, String> settings = Workload.settings(bed);
      settings.put("LEASEHOLD_REHEARSE", "5s");
      settings.put("LEASEHOLD_MARGIN", "2s");
      String url = aws.pool().url(bed.postgres().url()) + SOON;
      try (Workload workload = Workload.start(settings, url, aws.source(), 100)) {
        workload.awaitReady();
        assertThat(workload.on("long", "borrow")).isEqualTo("borrowed");
        String role = workload.on("long", "do", "SELECT session_user").replace("row ", "");
        long before = workload.awaitGenerationOf(role, BOUND);
        workload.on("long", "begin");
        String answer = workload.on("long", "do", "SELECT pg_sleep(20) IS NOT NULL");
        assertThat(answer).as("a statement across rotations").isEqualTo("row t");
        assertThat(workload.generations()).as("generations").isGreaterThan(before);
        workload.on("long", "commit");
        workload.on("long", "release");
        workload.awaitLog(BOUND, " generation " + before + " (", "last connection closed");
        workload.stop();
      }
    }
  }
}
