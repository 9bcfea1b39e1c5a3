// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.jmh.ConnectBenchmark;
import dev.leasehold.benchmarks.jmh.PoolBenchmark;
import dev.leasehold.benchmarks.jmh.Rounds;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * The cost of the metrics where an application borrows and connects: none. Both sides have the
 * agent and Micrometer, and JFR records on both.
 */
final class Metrics implements Benchmark {

  private static final int PORT = 19404;
  static final String RECORDING = "-XX:StartFlightRecording=disk=false,maxsize=1m";

  /** Else a recording says on standard output that it begins. */
  static final String SILENT = "-Xlog:jfr+startup=off";

  static final String NO_EVENTS = "-Dleasehold.metrics.jfr=off";
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
    return "borrow and connect (JMH): our agent without metrics; with HTTP, JMX, Micrometer, JFR";
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
