// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Orders;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import java.io.IOException;

/** The Spring Boot sample from its start to the first answer that took a query. */
final class FirstQuery implements Benchmark {

  private static final double GOAL = 1.10;

  @Override
  public String name() {
    return "first-query";
  }

  @Override
  public String what() {
    return "spring-boot-orders to its first served query: static credentials, ours";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Samples without = new Samples();
    Samples noOp = new Samples();
    Samples with = new Samples();
    try (Bed bed = Bed.start()) {
      Orders.prepare(bed);
      int rounds = quick ? 1 : 5;
      for (int i = 0; i < rounds; i++) {
        without.add(millis(Jvm.plain(), bed));
        noOp.add(millis(Jvm.withNoOpAgent(), bed));
        with.add(millis(Jvm.withLeasehold(bed), bed));
        Progress.say("round %d of %d", i + 1, rounds);
      }
    }
    Figure.Sides sides =
        new Figure.Sides(
            "static credentials: " + without.text(0, "ms"), "from Vault: " + with.text(0, "ms"));
    double ratio = with.median() / without.median();
    section.add(
        Figure.ratioAtMost(GOAL, ratio, sides, "`spring-boot-orders` to its first served query"));
    section.add(
        Figure.of(
            "the same against an agent that does nothing",
            noOp.text(0, "ms"),
            with.text(0, "ms"),
            String.format("%.3f times", with.median() / noOp.median())));
  }

  private static double millis(Jvm jvm, Bed bed) throws IOException {
    try (Orders orders = Orders.start(jvm, bed)) {
      return orders.awaitFirstAnswer();
    }
  }
}
