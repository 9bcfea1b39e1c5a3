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
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final List<String> JARS = List.of("postgresql", "HikariCP", "slf4j-api");

  @Override
  public String name() {
    return "rotation";
  }

  @Override
  public String what() {
    return "p99 and p99.9 of a query, during rotations and between them";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    Path file = Files.createTempFile("leasehold-load-", ".samples");
    try (Bed bed = Bed.start()) {
      Windows windows = new Windows();
      int failed = load(bed, file, quick ? 330 : 560, windows);
      Histogram during = new Histogram(LONGEST_MICROS, 3);
      Histogram between = new Histogram(LONGEST_MICROS, 3);
      split(file, windows, during, between);
      report(section, windows.count(), during, between);
      section.add(
          Figure.of(
              "queries failed in that run",
              "",
              failed + " of " + (during.getTotalCount() + between.getTotalCount()),
              ""));
    } finally {
      Files.delete(file);
    }
  }

  private static int load(Bed bed, Path file, int seconds, Windows windows)
      throws InterruptedException {
    Jvm jvm = Jvm.withLeasehold(bed).set("LEASEHOLD_REHEARSE", "230s");
    String[] arguments = {bed.url(), Bed.USER, Bed.PASSWORD, file.toString()};
    try (Subject subject = jvm.start(JARS, Load.class, arguments)) {
      subject.next();
      TimeUnit.SECONDS.sleep(seconds);
      int failed = Integer.parseInt(subject.ask(""));
      subject.log().forEach(windows::read);
      return failed;
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

  private static void report(Section section, int rotations, Histogram during, Histogram between) {
    for (double percentile : new double[] {50, 99, 99.9}) {
      double without = between.getValueAtPercentile(percentile) / 1000.0;
      double with = during.getValueAtPercentile(percentile) / 1000.0;
      String name = String.format("p%s", percentile == 99.9 ? "99.9" : (int) percentile);
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
