// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Section;

/** The time that a rotation adds to the slowest queries of an application under load. */
final class Rotation implements Benchmark {

  private static final double GOAL = 1.05;
  private static final int MOST_ROLES = 2;

  /**
   * The shortest after which the connections go over 90 s, as they do with leases of 15 minutes and
   * more: that is 40% of it.
   */
  private static final int PERIOD_SECONDS = 230;

  @Override
  public String name() {
    return "rotation";
  }

  @Override
  public String what() {
    return "a query's percentiles during rotations and between them; roles at once";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    try (Bed bed = Bed.start()) {
      Jvm jvm = Jvm.withLeasehold(bed).set("LEASEHOLD_REHEARSE", PERIOD_SECONDS + "s");
      RotationTimes times = RotationTimes.measure(jvm, bed, PERIOD_SECONDS * (quick ? 3 : 11) / 2);
      times.report(section, GOAL, "");
      section.add(
          Figure.under(
              MOST_ROLES + 1,
              times.roles(),
              "roles",
              "leased roles in PostgreSQL at once for the one process, looked at every second",
              "at most " + times.roles()));
    }
  }
}
