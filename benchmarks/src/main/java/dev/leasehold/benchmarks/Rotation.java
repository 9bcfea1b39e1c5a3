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

/** What a rotation adds to the slowest queries of an application under load. */
final class Rotation implements Benchmark {

  private static final double GOAL = 1.05;
  private static final int MOST_ROLES = 2;

  /**
   * The shortest after which the connections go over 90 s, as they do with leases of 15 minutes and
   * more: that is 40% of it.
   */
  private static final int PERIOD_SECONDS = 230;

  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final List<String> JARS = List.of("postgresql", "HikariCP", "slf4j-api");

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
    Path file = Files.createTempFile("leasehold-load-", ".samples");
    try (Bed bed = Bed.start()) {
      Windows windows = new Windows();
      Run run = load(bed, file, PERIOD_SECONDS * (quick ? 3 : 11) / 2, windows);
      Histogram during = new Histogram(LONGEST_MICROS, 3);
      Histogram between = new Histogram(LONGEST_MICROS, 3);
      split(file, windows, during, between);
      report(section, windows.count(), during, between);
      section.add(
          Figure.of(
              "queries failed in that run",
              "",
              run.failed + " of " + (during.getTotalCount() + between.getTotalCount()),
              ""));
      section.add(
          Figure.under(
              MOST_ROLES + 1,
              run.roles,
              "roles",
              "leased roles in PostgreSQL at once for the one process, looked at every second",
              "at most " + run.roles));
    } finally {
      Files.delete(file);
    }
  }

  /**
   * What was counted.
   *
   * @param failed queries that failed
   * @param roles the most leased roles at once
   */
  private record Run(int failed, int roles) {}

  private static Run load(Bed bed, Path file, int seconds, Windows windows)
      throws InterruptedException {
    Jvm jvm = Jvm.withLeasehold(bed).set("LEASEHOLD_REHEARSE", PERIOD_SECONDS + "s");
    String[] arguments = {bed.url(), Bed.USER, Bed.PASSWORD, file.toString()};
    try (Subject subject = jvm.start(JARS, Load.class, arguments)) {
      subject.next();
      int roles = 0;
      for (int second = 0; second < seconds; second++) {
        TimeUnit.SECONDS.sleep(1);
        roles = Math.max(roles, bed.servers().postgres().ephemeralRoles().size());
      }
      int failed = Integer.parseInt(subject.ask(""));
      subject.log().forEach(windows::read);
      return new Run(failed, roles);
    }
  }

  private static void split(Path file, Windows windows, Histogram during, Histogram between)
      throws IOException {
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

  private static String name(double percentile) {
    return percentile == 100
        ? "the longest"
        : "p" + (percentile == 99.9 ? "99.9" : (int) percentile);
  }

  private static void report(Section section, int rotations, Histogram during, Histogram between) {
    for (double percentile : new double[] {50, 99, 99.9, 100}) {
      double without = between.getValueAtPercentile(percentile) / 1000.0;
      double with = during.getValueAtPercentile(percentile) / 1000.0;
      String name = name(percentile);
      Figure.Sides sides =
          new Figure.Sides(
              String.format("between rotations: %.2f ms", without),
              String.format("during %d rotations: %.2f ms", rotations, with));
      String what = name + " of a query under load, HikariCP, 1,000 queries a second";
      section.add(
          percentile == 99
              ? Figure.ratioAtMost(GOAL, with / without, sides, what)
              : Figure.of(
                  what,
                  sides.without(),
                  sides.with(),
                  String.format("%.3f times", with / without)));
    }
  }
}
