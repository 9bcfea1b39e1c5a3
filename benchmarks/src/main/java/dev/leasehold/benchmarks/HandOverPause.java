// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.ConnectionHolders;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long a statement waits in whose time its connection is moved to a new session. */
final class HandOverPause implements Benchmark {

  private static final double MEDIAN_GOAL_MICROS = 100;
  private static final double P99_GOAL_MICROS = 1_000;
  private static final int PERIOD_SECONDS = 10;
  private static final String HOLDERS = "8";
  private static final List<String> JARS = List.of("postgresql");

  @Override
  public String name() {
    return "hand-over";
  }

  @Override
  public String what() {
    return "how long a thread is held while its connection is moved to a new session";
  }

  @Override
  public void run(Section section, boolean quick) throws InterruptedException {
    int seconds = PERIOD_SECONDS * (quick ? 3 : 30);
    try (Bed bed = Bed.start()) {
      measure(section, bed, seconds, "50", "with pauses of up to 50 ms");
      measure(section, bed, seconds, "0", "without a pause");
    }
  }

  private static void measure(Section section, Bed bed, int seconds, String pauseMillis, String how)
      throws InterruptedException {
    Jvm jvm =
        Jvm.withLeasehold(bed)
            .set("LEASEHOLD_REHEARSE", PERIOD_SECONDS + "s")
            .set("LEASEHOLD_MARGIN", "1s")
            .set("LEASEHOLD_HAND_OVER", "always");
    String[] arguments = {bed.url(), Bed.USER, Bed.PASSWORD, HOLDERS, pauseMillis};
    try (Subject subject = jvm.start(JARS, ConnectionHolders.class, arguments)) {
      subject.next();
      TimeUnit.SECONDS.sleep(seconds);
      Samples moved = samples(subject.ask(""));
      Samples others = samples(subject.next());
      String failed = subject.next();
      String what = "what a statement takes longer whose connection is moved meanwhile, " + how;
      section.add(
          Figure.under(
              MEDIAN_GOAL_MICROS,
              moved.median(),
              "µs",
              what + ", median of " + moved.size(),
              String.format("%.0f µs", moved.median())));
      section.add(
          Figure.under(
              P99_GOAL_MICROS,
              moved.quantile(0.99),
              "µs",
              "the same, p99",
              String.format("%.0f µs", moved.quantile(0.99))));
      section.add(
          Figure.of(
              "the same of all other statements, p99",
              "",
              String.format("%.0f µs", others.quantile(0.99)),
              ""));
      section.add(Figure.of("statements failed in that run", "", failed, ""));
    }
  }

  private static Samples samples(String numbers) {
    Samples samples = new Samples();
    for (String number : numbers.split(" ", -1)) {
      if (!number.isEmpty()) {
        samples.add(Double.parseDouble(number));
      }
    }
    return samples;
  }
}
