// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Crowd;
import java.util.List;

/** The cost of ten thousand open connections for the ledger. */
final class LedgerSize implements Benchmark {

  private static final int CONNECTIONS = 10_000;
  private static final double GOAL_BYTES = 200;
  private static final double HAND_OVER_GOAL_BYTES = 100;
  private static final double GOAL_MILLIS = 1;

  /** Long enough for a crowd to be opened and retired, and for all of it to be told to go. */
  private static final int SECONDS = 20;

  /** The longest pause of a run varies by milliseconds without the agent, too. */
  private static final int ROUNDS = 11;

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public String what() {
    return "heap for one connection in the ledger; time and pauses that 10,000 of them cost";
  }

  private final Samples bytesWithout = new Samples();
  private final Samples bytesWith = new Samples();
  private final Samples bytesMovable = new Samples();
  private final Samples micros = new Samples();
  private final Samples lateWithout = new Samples();
  private final Samples lateWith = new Samples();

  @Override
  public void run(Section section, boolean quick) {
    try (Bed bed = Bed.start()) {
      for (int i = 0; i < (quick ? 1 : ROUNDS); i++) {
        round(bed, quick ? 2 : 5);
      }
    }
    report(section);
  }

  private void round(Bed bed, int seconds) {
    Crowded none = crowd(Jvm.plain(), SECONDS);
    bytesWithout.add(none.bytes / CONNECTIONS);
    lateWithout.add(none.lateMicros / 1000);
    Crowded open = crowd(Jvm.withLeasehold(bed), seconds);
    bytesWith.add(open.bytes / CONNECTIONS);
    micros.add(open.nanos / 1000);
    Jvm moving = Jvm.withLeasehold(bed).set("LEASEHOLD_HAND_OVER", "always");
    bytesMovable.add(crowd(moving, 1).bytes / CONNECTIONS);
    Jvm rotating = Jvm.withLeasehold(bed).set("LEASEHOLD_REHEARSE", SECONDS / 2 + "s");
    Crowded retired = crowd(rotating, SECONDS);
    if (retired.log.stream().noneMatch(line -> line.endsWith("to go: " + CONNECTIONS))) {
      throw new IllegalStateException("no rotation: " + retired.log);
    }
    lateWith.add(retired.lateMicros / 1000);
  }

  private void report(Section section) {
    section.add(
        Figure.atMost(
            GOAL_BYTES,
            bytesWith.median() - bytesWithout.median(),
            "B",
            Figure.Sides.of(bytesWithout, bytesWith, 0, "B"),
            "heap for one of 10,000 open connections (to nothing)"));
    section.add(
        Figure.atMost(
            HAND_OVER_GOAL_BYTES,
            bytesMovable.median() - bytesWith.median(),
            "B",
            Figure.Sides.of(bytesWith, bytesMovable, 0, "B"),
            "the same with `leasehold.hand-over`, against the agent without it"));
    section.add(
        Figure.of(
            "processor time of the ledger's thread, 10,000 connections",
            "",
            micros.text(0, "µs in a second"),
            ""));
    section.add(
        Figure.atMost(
            GOAL_MILLIS,
            lateWith.median() - lateWithout.median(),
            "ms",
            Figure.Sides.of(lateWithout, lateWith, 1, "ms"),
            "longest pause of a thread in "
                + SECONDS
                + " s in which a rotation retires 10,000 connections"));
  }

  /**
   * The cost of one crowd.
   *
   * @param bytes of heap
   * @param nanos of the ledger's thread in a second
   * @param lateMicros the longest pause of a thread
   * @param log the lines of the agent's log
   */
  private record Crowded(double bytes, double nanos, double lateMicros, List<String> log) {}

  private static Crowded crowd(Jvm jvm, int seconds) {
    List<String> jars = List.of("asm", "asm-commons", "postgresql");
    String[] arguments = {Integer.toString(CONNECTIONS), Integer.toString(seconds)};
    try (Subject subject = jvm.start(jars, Crowd.class, arguments)) {
      String[] answer = subject.next().split(" ", -1);
      return new Crowded(
          Double.parseDouble(answer[0]),
          Double.parseDouble(answer[1]),
          Double.parseDouble(answer[2]),
          subject.log());
    }
  }
}
