// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.ConnectionHolders;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long a move of a connection to a new session holds the thread that uses it. Also how much
 * longer moves make the queries of a pool. A move in a pause holds no thread. The first statement
 * on the session then shows the time that the session needs to warm up.
 */
final class HandOverPause implements Benchmark {

  private static final double MEDIAN_GOAL_MICROS = 100;
  private static final double P99_GOAL_MICROS = 1_000;
  private static final double RATIO_GOAL = 1.02;

  /** Of so few first statements a median tells nothing: that of the series before counts then. */
  private static final int FEWEST = 10;

  /**
   * A rotation has ended before the next rotation: a connection has 29 s left by then. In the first
   * seven it waits for quiet. An hour's lease would have it wait for 6 minutes.
   */
  private static final int PERIOD_SECONDS = 30;

  /**
   * So long may connections be used after a rotation where a lease of half an hour is replaced
   * after 20 minutes. Turns take a minute of it, and a connection waits for quiet for two and a
   * half.
   */
  private static final int LEFT_SECONDS = 600;

  /** A rotation under load has ended by then. */
  private static final int LONG_PERIOD_SECONDS = 280;

  private static final List<String> JARS = List.of("postgresql");

  /** Nothing that a session would keep. */
  private static final String NOTHING = "SELECT 1";

  /** How much longer the first statement on a new session takes, as last known. */
  private double warmUp;

  @Override
  public String name() {
    return "hand-over";
  }

  @Override
  public String what() {
    return "how long a thread is held while its connection is moved to a new session";
  }

  @Override
  public void run(Section section, boolean quick) throws InterruptedException, IOException {
    try (Bed bed = bed(PERIOD_SECONDS)) {
      measure(
          section, bed, quick ? 2 : 9, new Holding("16", "50", NOTHING, "pauses of up to 50 ms"));
      String settings = "pauses of up to 50 ms and a setting of its session's own";
      measure(
          section, bed, quick ? 2 : 6, new Holding("16", "50", "SET work_mem = '5MB'", settings));
      measure(section, bed, quick ? 2 : 6, new Holding("8", "2", NOTHING, "pauses of up to 2 ms"));
      measure(section, bed, quick ? 2 : 4, new Holding("8", "0", NOTHING, "no pause"));
    }
    loadAsInProduction(quick ? 1 : 4).report(section, RATIO_GOAL, ", moved within minutes");
    loadInHaste(quick ? 2 : 8).report(section, RATIO_GOAL, ", moved within some ten seconds");
  }

  /**
   * A series.
   *
   * @param threads how many threads keep a connection
   * @param pauseMillis the longest pause between two statements of a thread
   * @param first the statement that each connection executes first
   * @param text the report's words about its threads
   */
  private record Holding(String threads, String pauseMillis, String first, String text) {}

  private static int seconds(int period, int rotations) {
    return period * rotations + period * 4 / 5; // The last one is to end.
  }

  /** A credential is used for the first half of its lease. */
  private static Bed bed(int period) {
    return Bed.start(Duration.ofSeconds(2L * period));
  }

  private static RotationTimes loadAsInProduction(int rotations)
      throws InterruptedException, IOException {
    try (Bed bed = Bed.start(Duration.ofSeconds(LONG_PERIOD_SECONDS + LEFT_SECONDS))) {
      Jvm jvm = jvm(bed, LONG_PERIOD_SECONDS);
      return RotationTimes.measure(jvm, bed, seconds(LONG_PERIOD_SECONDS, rotations));
    }
  }

  private static RotationTimes loadInHaste(int rotations) throws InterruptedException, IOException {
    try (Bed bed = bed(PERIOD_SECONDS)) {
      Jvm jvm = jvm(bed, PERIOD_SECONDS).set("LEASEHOLD_HAND_OVER_QUIET", "5ms");
      return RotationTimes.measure(jvm, bed, seconds(PERIOD_SECONDS, rotations));
    }
  }

  private static Jvm jvm(Bed bed, int period) {
    return Jvm.withLeasehold(bed)
        .set("LEASEHOLD_REHEARSE", period + "s")
        .set("LEASEHOLD_MARGIN", "1s")
        .set("LEASEHOLD_HAND_OVER", "always");
  }

  private void measure(Section section, Bed bed, int rotations, Holding holding)
      throws InterruptedException {
    String[] arguments = {
      bed.url(), Bed.USER, Bed.PASSWORD, holding.threads, holding.pauseMillis, holding.first
    };
    try (Subject subject =
        jvm(bed, PERIOD_SECONDS).start(JARS, ConnectionHolders.class, arguments)) {
      subject.next();
      TimeUnit.SECONDS.sleep(seconds(PERIOD_SECONDS, rotations));
      List<Double> met = numbers(subject.ask(""));
      List<Double> missed = numbers(subject.next());
      List<Double> metEarliest = numbers(subject.next());
      List<Double> missedEarliest = numbers(subject.next());
      String failed = subject.next();
      warmUp = missed.size() < FEWEST ? warmUp : samples(missed).median();
      Samples held = held(met, missed.size());
      double median = held.median();
      double p99 = held.quantile(0.99);
      String name = "how long a move holds a thread with " + holding.text;
      String of = name + ", median of " + held.size() + " moves";
      section.add(Figure.under(MEDIAN_GOAL_MICROS, median, "µs", of, micros(median)));
      section.add(Figure.under(P99_GOAL_MICROS, p99, "µs", "the same, p99", micros(p99)));
      addMet(section, met, missed.size());
      Samples earliest = held(metEarliest, missedEarliest.size());
      of = "the same of the first move of each connection, median and longest of ";
      String first = micros(earliest.median()) + ", " + micros(earliest.quantile(1));
      section.add(Figure.of(of + earliest.size(), "", first, ""));
      section.add(Figure.of("statements failed in that run", "", failed, ""));
    }
  }

  private void addMet(Section section, List<Double> met, int missed) {
    if (!met.isEmpty()) {
      Samples held = held(met, 0);
      String ofMet = micros(held.median()) + ", " + micros(held.quantile(0.99));
      String each = "the same of those moves that a statement met, median and p99 of ";
      section.add(Figure.of(each + met.size(), "", ofMet, ""));
    }
    if (missed >= FEWEST) {
      String warm = "what the first statement on a new session takes longer, median of ";
      section.add(Figure.of(warm + missed, "", micros(warmUp), ""));
    }
  }

  /** Returns how long each move held a thread; moves that nobody met held none. */
  private Samples held(List<Double> met, int missed) {
    Samples held = new Samples();
    met.forEach(took -> held.add(Math.max(0, took - warmUp)));
    Collections.nCopies(missed, 0.0).forEach(held::add);
    return held;
  }

  private static String micros(double micros) {
    return String.format("%.0f µs", micros);
  }

  private static List<Double> numbers(String numbers) {
    return Arrays.stream(numbers.split(" ", -1))
        .filter(number -> !number.isEmpty())
        .map(Double::valueOf)
        .toList();
  }

  private static Samples samples(List<Double> numbers) {
    Samples samples = new Samples();
    numbers.forEach(samples::add);
    return samples;
  }
}
