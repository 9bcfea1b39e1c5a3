// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.jmh;

import dev.leasehold.benchmarks.report.Progress;
import dev.leasehold.benchmarks.report.Samples;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One benchmark of JMH with two sets of options, in forks that take turns. */
public final class Rounds {

  private final String benchmark;
  private final List<String> without;
  private final List<String> with;

  /** Nanoseconds of an operation, one number for each iteration measured. */
  public record Result(Samples without, Samples with) {}

  /** Names a benchmark's method, and the options of {@code java} on either side. */
  public Rounds(Class<?> type, String method, List<String> without, List<String> with) {
    this.benchmark = type.getName() + "." + method + "$";
    this.without = without;
    this.with = with;
  }

  /** Measures, one fork for each side in each round. */
  public Result run(boolean quick) throws RunnerException {
    Result result = new Result(new Samples(), new Samples());
    int rounds = quick ? 1 : 8; // JVMs differ by some nanoseconds, agent or not.
    for (int round = 0; round < rounds; round++) {
      fork(without, result.without(), quick);
      fork(with, result.with(), quick);
      Progress.say(
          "%s, round %d of %d: %.0f ns without, %.0f ns with",
          benchmark.substring(benchmark.lastIndexOf('.') + 1, benchmark.length() - 1),
          round + 1,
          rounds,
          result.without().median(),
          result.with().median());
    }
    return result;
  }

  private void fork(List<String> jvmOptions, Samples samples, boolean quick)
      throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(benchmark)
            .jvmArgs(jvmOptions.toArray(String[]::new))
            .forks(1)
            .warmupIterations(quick ? 1 : 3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(quick ? 1 : 5)
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    for (RunResult result : new Runner(options).run()) {
      result
          .getAggregatedResult()
          .getIterationResults()
          .forEach(iteration -> samples.add(iteration.getPrimaryResult().getScore()));
    }
  }
}
