// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import dev.leasehold.benchmarks.bed.Bed;
import dev.leasehold.benchmarks.jmh.PoolBenchmark;
import dev.leasehold.benchmarks.jmh.Rounds;
import dev.leasehold.benchmarks.report.Figure;
import dev.leasehold.benchmarks.report.Samples;
import dev.leasehold.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** The cost of the agent for an application that uses the connections of its pool: none. */
final class Borrow implements Benchmark {

  @Override
  public String name() {
    return "borrow";
  }

  @Override
  public String what() {
    return "HikariCP borrow and return, and isValid (JMH): no agent, ours";
  }

  @Override
  public void run(Section section, boolean quick) throws RunnerException {
    try (Bed bed = Bed.start()) {
      List<String> login = new ArrayList<>();
      login.add("-Dbenchmark.url=" + bed.url());
      login.add("-Dbenchmark.user=" + Bed.USER);
      login.add("-Dbenchmark.password=" + Bed.PASSWORD);
      List<String> agent = new ArrayList<>(login);
      agent.addAll(bed.agentOptions());
      measure(section, "borrowAndReturn", login, agent, quick);
      measure(section, "isValid", login, agent, quick);
    }
  }

  private static void measure(
      Section section, String method, List<String> without, List<String> with, boolean quick)
      throws RunnerException {
    Rounds.Result result = new Rounds(PoolBenchmark.class, method, without, with).run(quick);
    Samples plain = result.without();
    Samples ours = result.with();
    double noise = Math.max(spread(plain), spread(ours));
    double difference = ours.median() - plain.median();
    boolean pool = method.startsWith("borrow");
    String what = pool ? "HikariCP borrow and return" : "HikariCP borrow, `isValid`, return";
    section.add(
        new Figure(
            what + " (JMH)",
            plain.text(1, "ns"),
            ours.text(1, "ns"),
            String.format("%+.1f ns, quartiles %.1f ns apart", difference, noise),
            pool ? "within the noise" : "",
            pool ? difference <= noise : null));
  }

  private static double spread(Samples side) {
    return side.quantile(0.75) - side.quantile(0.25);
  }
}
