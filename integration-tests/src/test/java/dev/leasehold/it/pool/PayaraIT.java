// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leasehold.it.Application;
import dev.leasehold.it.Jars;
import dev.leasehold.it.SessionWatch;
import dev.leasehold.it.Source;
import dev.leasehold.it.Workload;
import dev.leasehold.testbed.TestBed;
import dev.leasehold.testbed.TestBedOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The pool of GlassFish and Payara, in the smallest server that has it. That is 100 MB large, so
 * only with {@code -Dleasehold.servers=payara}.
 */
@EnabledIfSystemProperty(named = "leasehold.servers", matches = "payara")
class PayaraIT {

  private static final int ROTATIONS = 5;

  private static final PoolVersion PAYARA =
      new PoolVersion(PoolLibrary.PAYARA, "payara-micro", "6.2025.10");

  /** Each pool waits for the end of a lease. */
  private static final Duration ALL_FIRST_SET_UPS = Duration.ofMinutes(10);

  @Test
  void letsConnectionsGoAsOtherPoolsDo() {
    TestBedOptions options =
        TestBedOptions.defaults().withLease(Duration.ofSeconds(30), Duration.ofMinutes(1));
    try (TestBed bed = TestBed.start(options);
        SessionWatch sessions = SessionWatch.start(bed.postgres());
        Trial trial = Trial.start(bed, PAYARA, sessions)) {
      assertThat(trial.letsTheIdleOneGoWhenTheServerEndsAnother(bed.postgres()))
          .as(trial::log)
          .isTrue();
      assertThat(trial.run(ROTATIONS))
          .as(trial::log)
          .isEqualTo(new Shown(PAYARA, 0, Going.EVICTED, Going.EVICTED));
    }
  }

  /**
   * Its lease ends before another call of each pool's first set-up. Its calls of a later connection
   * show its knowledge of the driver: the same as without that.
   */
  @Test
  void anAbortAtAnyCallOfItsFirstSetUpLeavesNothingBehind() {
    TestBedOptions options =
        TestBedOptions.defaults().withLease(Duration.ofSeconds(12), Duration.ofSeconds(12));
    try (TestBed bed = TestBed.start(options);
        Application program = firstSetUps(bed)) {
      program.output().await(0, "done"::equals, ALL_FIRST_SET_UPS);
      List<String> steps =
          program.output().all().stream().filter(line -> line.startsWith("step ")).toList();
      assertThat(steps).as("pools").hasSizeGreaterThan(2);
      String[] healthy = steps.get(0).split("\\|", -1);
      assertThat(healthy[4]).as("failures without an abort").isEmpty();
      for (String step : steps) {
        String[] parts = step.split("\\|", -1);
        assertThat(parts[1].equals("none"))
            .as("no call found the connection ended: " + step)
            .isEqualTo(step.startsWith("step -1|"));
        assertThat(parts[2]).as("lent at once: " + step).isEqualTo("3");
        assertThat(parts[3]).as("calls of a later connection: " + step).isEqualTo(healthy[3]);
      }
    }
  }

  private static Application firstSetUps(TestBed bed) {
    Map<String, String> settings = Workload.settings(bed);
    settings.put("LEASEHOLD_ROTATE_AFTER", "3s");
    settings.put("LEASEHOLD_MARGIN", "2s");
    Source source = PAYARA.source();
    List<String> command = new ArrayList<>(source.options());
    command.addAll(List.of("-cp", Jars.classPath(source.application(), source.libraries())));
    Workload.Login login = Workload.Login.STATIC;
    command.addAll(List.of("com.example.pools.FirstSetUps", "--url", bed.postgres().url()));
    command.addAll(List.of("--user", login.user(), "--password", login.password()));
    command.addAll(List.of("--others", "leasehold-"));
    return Application.start(settings, command);
  }
}
