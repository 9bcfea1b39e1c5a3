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
import org.openjdk.jmh.runner.RunnerException;

/**
 * What the metrics cost where an application borrows and connects: nothing. Both sides have the
 * agent, and JFR records on both.
 */
final class Metrics implements Benchmark {

  private static final List<String> ALL =
      List.of(
          "-Dleasehold.metrics.listen=19404",
          "-Dleasehold.metrics.jmx=on",
          "-Dleasehold.metrics.micrometer=on",
          "-Dleasehold.metrics.jfr=on");

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String what() {
    return "borrow and connect (JMH): our agent without metrics, and with HTTP, JMX, Micrometer and JFR";
  }

  @Override
  public void run(Section section, boolean quick) throws RunnerException {
    try (Bed bed = Bed.start()) {
      bed.servers().postgres().trustLogins();
      List<String> none = new ArrayList<>(bed.agentOptions());
      none.add("-Dbenchmark.url=" + bed.url());
      none.add("-Dbenchmark.user=" + Bed.USER);
      none.add("-Dbenchmark.password=" + Bed.PASSWORD);
      none.add("-XX:StartFlightRecording=disk=false,maxsize=1m");
      List<String> all = new ArrayList<>(none);
      none.add("-Dleasehold.metrics.jfr=off");
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
