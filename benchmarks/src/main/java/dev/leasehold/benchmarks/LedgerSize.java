package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Crowd;
import java.util.List;

/** What ten thousand open connections cost the ledger. */
final class LedgerSize implements Benchmark {

  private static final int CONNECTIONS = 10_000;
  private static final double GOAL_BYTES = 200;

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String what() {
    return "heap for one connection in the ledger, and the time to look at 10,000 of them";
  }

  @Override
  public void run(Section section, boolean quick) {
    Samples without = new Samples();
    Samples with = new Samples();
    Samples micros = new Samples();
    try (Bed bed = Bed.start()) {
      for (int i = 0; i < (quick ? 1 : 5); i++) {
        without.add(crowd(Jvm.plain(), 0)[0] / CONNECTIONS);
        double[] ours = crowd(Jvm.withLeasehold(bed), quick ? 2 : 10);
        with.add(ours[0] / CONNECTIONS);
        micros.add(ours[1] / 1000);
      }
    }
    Figure.Sides sides = Figure.Sides.of(without, with, 0, "B");
    double bytes = with.median() - without.median();
    String what = "heap for one of 10,000 open connections (to nothing)";
    section.add(Figure.atMost(GOAL_BYTES, bytes, "B", sides, what));
    section.add(
        Figure.of(
            "processor time of the ledger's thread, 10,000 connections",
            "",
            micros.text(0, "µs in a second"),
            ""));
  }

  private static double[] crowd(Jvm jvm, int seconds) {
    List<String> jars = List.of("asm", "asm-commons");
    String[] arguments = {Integer.toString(CONNECTIONS), Integer.toString(Math.max(1, seconds))};
    try (Subject subject = jvm.start(jars, Crowd.class, arguments)) {
      String[] answer = subject.next().split(" ", -1);
      return new double[] {Double.parseDouble(answer[0]), Double.parseDouble(answer[1])};
    }
  }
}
