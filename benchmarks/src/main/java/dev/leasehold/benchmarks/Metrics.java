// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.bed.Jvm;
import dev.leasehold.benchmarks.bed.Subject;
import dev.leasehold.benchmarks.jmh.ConnectBenchmark;
import dev.leasehold.benchmarks.jmh.PoolBenchmark;
import dev.leasehold.benchmarks.jmh.Rounds;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import dev.leasehold.benchmarks.subject.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the metrics cost: nothing where an application borrows and connects, and little memory. Both
 * sides have the agent and Micrometer, and JFR records on both.
 */
final class Metrics implements Benchmark {

  private static final double GOAL_MIB = 4;
  private static final int PORT = 19404;
  private static final int SETTLE_SECONDS = 5;
  private static final String RECORDING = "-XX:StartFlightRecording=disk=false,maxsize=1m";

  /** Else a recording says on standard output that it begins. */
  private static final String SILENT = "-Xlog:jfr+startup=off";

  private static final String NO_EVENTS = "-Dleasehold.metrics.jfr=off";
  private static final List<String> ALL =
      List.of(
          "-Dleasehold.metrics.listen=" + PORT,
          "-Dleasehold.metrics.jmx=on",
          "-Dleasehold.metrics.micrometer=on",
          "-Dleasehold.metrics.jfr=on");

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String what() {
    return "borrow, connect (JMH), resident memory: our agent without metrics; with HTTP, JMX, Micrometer, JFR";
  }

  @Override
  public void run(Section section, boolean quick) throws Exception {
    try (Bed bed = Bed.start()) {
      bed.servers().postgres().trustLogins();
      List<String> none = new ArrayList<>(bed.agentOptions());
      none.add("-Dbenchmark.url=" + bed.url());
      none.add("-Dbenchmark.user=" + Bed.USER);
      none.add("-Dbenchmark.password=" + Bed.PASSWORD);
      none.add(RECORDING);
      List<String> all = new ArrayList<>(none);
      none.add(NO_EVENTS);
      all.addAll(ALL);
      Rounds borrow = new Rounds(PoolBenchmark.class, "borrowAndReturn", none, all);
      add(section, "HikariCP borrow and return, all metrics on (JMH)", borrow.run(quick));
      Rounds connect = new Rounds(ConnectBenchmark.class, "connect", none, all);
      add(section, "the hook of `connect` alone, all metrics on (JMH)", connect.run(quick));
      memory(section, bed, quick ? 1 : 9);
    }
  }

  /** The JVM's own JMX and the HTTP server count, as the application has neither. */
  private static void memory(Section section, Bed bed, int rounds) throws Exception {
    Jvm off = Jvm.withLeasehold(bed).with(RECORDING, SILENT, NO_EVENTS);
    Jvm on = Jvm.withLeasehold(bed).with(RECORDING, SILENT).with(ALL.toArray(String[]::new));
    Samples without = new Samples();
    Samples with = new Samples();
    for (int i = 0; i < rounds; i++) {
      without.add(resident(off, bed, false));
      with.add(resident(on, bed, true));
      Progress.say(
          "memory, round %d of %d: %.1f and %.1f MiB",
          i + 1, rounds, without.median(), with.median());
    }
    Figure.Sides sides =
        new Figure.Sides("no metrics: " + without.text(1, "MiB"), with.text(1, "MiB"));
    section.add(
        Figure.atMost(
            GOAL_MIB,
            with.median() - without.median(),
            "MiB",
            sides,
            "resident memory at rest after a scrape, a JVM with one connection, all metrics on"));
  }

  private static double resident(Jvm jvm, Bed bed, boolean hasMetrics) throws Exception {
    String[] login = {bed.url(), Bed.USER, Bed.PASSWORD};
    try (Subject subject =
        jvm.start(List.of("postgresql", "micrometer-core"), Requests.class, login)) {
      subject.ask("meter");
      subject.ask("query");
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      if (hasMetrics) {
        requireMeters(subject);
        scrape();
        TimeUnit.SECONDS.sleep(1);
      }
      return Footprint.residentMib(subject.pid());
    }
  }

  private static void requireMeters(Subject subject) {
    if (Integer.parseInt(subject.ask("meter").strip()) == 0) {
      throw new IllegalStateException("Micrometer has no meter of the agent's");
    }
  }

  private static void scrape() throws IOException {
    URI page = URI.create("http://127.0.0.1:" + PORT + "/metrics");
    try (InputStream in = page.toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!text.contains("leasehold_connections_opened_total")) {
        throw new IllegalStateException(text);
      }
    }
  }

  private static void add(Section section, String what, Rounds.Result result) {
    Samples without = result.without();
    Samples with = result.with();
    double noise = Math.max(spread(without), spread(with));
    double difference = with.median() - without.median();
    section.add(
        new Figure(
            what,
            "no metrics: " + without.text(1, "ns"),
            with.text(1, "ns"),
            String.format("%+.1f ns, quartiles %.1f ns apart", difference, noise),
            "within the noise",
            difference <= noise));
  }

  private static double spread(Samples side) {
    return side.quantile(0.75) - side.quantile(0.25);
  }
}
