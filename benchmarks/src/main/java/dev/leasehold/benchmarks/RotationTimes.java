// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Load;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How long the queries of a pool took, while a rotation was under way and between two of them. */
final class RotationTimes {

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final List<String> JARS = List.of("postgresql", "HikariCP", "slf4j-api");

  private final Histogram during = new Histogram(LONGEST_MICROS, 3);
  private final Histogram between = new Histogram(LONGEST_MICROS, 3);
  private final Windows windows = new Windows();
  private int failed;
  private int roles;

  private RotationTimes() {}

  /** Runs a JVM that rotates, and has a pool under load, for so long. */
  static RotationTimes measure(Jvm jvm, Bed bed, int seconds)
      throws InterruptedException, IOException {
    Path file = Files.createTempFile("leasehold-load-", ".samples");
    try {
      RotationTimes times = new RotationTimes();
      times.load(jvm, bed, file, seconds);
      times.split(file);
      return times;
    } finally {
      Files.delete(file);
    }
  }

  private void load(Jvm jvm, Bed bed, Path file, int seconds) throws InterruptedException {
    String[] arguments = {bed.url(), Bed.USER, Bed.PASSWORD, file.toString()};
    try (Subject subject = jvm.start(JARS, Load.class, arguments)) {
      subject.next();
      for (int second = 0; second < seconds; second++) {
        TimeUnit.SECONDS.sleep(1);
        roles = Math.max(roles, bed.servers().postgres().ephemeralRoles().size());
      }
      failed = Integer.parseInt(subject.ask(""));
      subject.log().forEach(windows::read);
    }
  }

  private void split(Path file) throws IOException {
    long count = Files.size(file) / (2 * Long.BYTES);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (long i = 0; i < count; i++) {
        long atMillis = TimeUnit.NANOSECONDS.toMillis(in.readLong());
        long micros = Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(in.readLong()));
        switch (windows.at(atMillis)) {
          case DURING -> during.recordValue(micros);
          case BETWEEN -> between.recordValue(micros);
          case OUTSIDE -> {}
        }
      }
    }
  }

  /** Returns the most leased roles at once. */
  int roles() {
    return roles;
  }

  private static String name(double percentile) {
    return percentile == 100
        ? "the longest"
        : "p" + (percentile == 99.9 ? "99.9" : (int) percentile);
  }

  /**
   * Adds the percentiles, and how many queries failed.
   *
   * @param goal how many times as long p99 may take during a rotation; null for no goal
   * @param how the kind of the queries, as the end of a sentence
   */
  void report(Section section, @Nullable Double goal, String how) {
    for (double percentile : new double[] {50, 99, 99.9, 100}) {
      double without = between.getValueAtPercentile(percentile) / 1000.0;
      double with = during.getValueAtPercentile(percentile) / 1000.0;
      String name = name(percentile);
      Figure.Sides sides =
          new Figure.Sides(
              String.format("between rotations: %.2f ms", without),
              String.format("during %d rotations: %.2f ms", windows.count(), with));
      String what = name + " of a query under load, HikariCP, 1,000 queries a second" + how;
      section.add(
          percentile == 99 && goal != null
              ? Figure.ratioAtMost(goal, with / without, sides, what)
              : Figure.of(
                  what,
                  sides.without(),
                  sides.with(),
                  String.format("%.3f times", with / without)));
    }
    section.add(
        Figure.of(
            "queries failed in that run",
            "",
            failed + " of " + (during.getTotalCount() + between.getTotalCount()),
            ""));
  }
}
