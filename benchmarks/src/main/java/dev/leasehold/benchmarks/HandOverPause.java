// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.ConnectionHolders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long a move of a connection to a new session holds the thread that uses it. A move in a pause
 * holds none, and the first statement on the session then shows what that needs to warm up.
 */
final class HandOverPause implements Benchmark {

  private static final double MEDIAN_GOAL_MICROS = 100;
  private static final double P99_GOAL_MICROS = 1_000;
  private static final double RATIO_GOAL = 1.02;

  /** Of so few first statements a median tells nothing: what they need to warm up counts then. */
  private static final int FEWEST = 10;

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
    int seconds = PERIOD_SECONDS * (quick ? 3 : 20);
    try (Bed bed = Bed.start()) {
      measure(section, bed, seconds, "50", "with pauses of up to 50 ms");
      measure(section, bed, seconds, "2", "with pauses of up to 2 ms");
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
      List<Double> met = numbers(subject.ask(""));
      List<Double> first = numbers(subject.next());
      Samples rotating = samples(numbers(subject.next()));
      Samples resting = samples(numbers(subject.next()));
      String failed = subject.next();
      double warmUp = first.size() < FEWEST ? 0 : samples(first).median();
      List<Double> held = met.stream().map(took -> Math.max(0, took - warmUp)).toList();
      List<Double> ofAll = new ArrayList<>(held);
      ofAll.addAll(Collections.nCopies(first.size(), 0.0)); // Nobody came.
      add(section, samples(ofAll), "how long a move holds a thread, " + how);
      if (!held.isEmpty() && first.size() >= FEWEST) {
        String ofMet = micros(samples(held).median()) + ", " + micros(samples(held).quantile(0.99));
        String each = "the same of those moves that a statement met, median and p99 of ";
        section.add(Figure.of(each + held.size(), "", ofMet, ""));
        String warm = "what the first statement on a new session takes longer, median of ";
        section.add(Figure.of(warm + first.size(), "", micros(warmUp), ""));
      }
      double before = resting.quantile(0.99);
      double during = rotating.quantile(0.99);
      section.add(
          Figure.ratioAtMost(
              RATIO_GOAL,
              during / before,
              new Figure.Sides(micros(before), micros(during)),
              "p99 of a statement within a second after a move, against the rest, " + how));
      section.add(Figure.of("statements failed in that run", "", failed, ""));
    }
  }

  private static void add(Section section, Samples held, String what) {
    double median = held.median();
    double p99 = held.quantile(0.99);
    String name = what + ", median of " + held.size() + " moves";
    section.add(Figure.under(MEDIAN_GOAL_MICROS, median, "µs", name, micros(median)));
    section.add(Figure.under(P99_GOAL_MICROS, p99, "µs", "the same, p99", micros(p99)));
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
