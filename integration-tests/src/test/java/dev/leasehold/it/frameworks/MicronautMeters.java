// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.testbed.TestBed;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Micronaut, which adds its registry to the global registry of Micrometer. */
final class MicronautMeters {

  private static final String ROLE = "micronaut";
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final List<String> LIBRARIES = List.of("micronaut-micrometer-core-5.13.2");

  private MicronautMeters() {}

  static void run(TestBed bed) {
    bed.vault().database().role(ROLE, LEASE, LEASE);
    Roles.allow(bed, ROLE);
    Map<String, String> settings = new HashMap<>(Roles.settings(bed, ROLE));
    settings.put("LEASEHOLD_METRICS_MICROMETER", "on");
    try (Program program = Program.start(bed, settings, "MicronautMeters", LIBRARIES)) {
      program.await("connected as ");
      program.awaitLog(line -> line.contains("metrics are in the application's Micrometer"));
      program.tell("meters");
      program.await("all meters");
      assertThat(program.all("meter leasehold.generation "))
          .as(program.log())
          .hasSize(1)
          .doesNotContain("0.0");
      assertThat(program.all("meter jvm.threads.live ")).as("Micronaut's own").hasSize(1);
      program.stop();
    }
  }
}
