// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.sidecar;

import dev.leasehold.it.Lines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that places orders all the time. It prints a line for each query that failed, and each
 * second how many there were.
 */
final class OrdersProgram implements AutoCloseable {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Pattern TALLY = Pattern.compile("queries=(\\d+) failed=(\\d+)");
  private static final String FAILED = "failed: ";

  private final Process process;
  private final Lines output;
  private final Lines errors;

  private OrdersProgram(Process process) {
    this.process = process;
    this.output = Lines.of(process.getInputStream(), "stdout-" + process.pid());
    this.errors = Lines.of(process.getErrorStream(), "stderr-" + process.pid());
  }

  /** Starts it with these variables, and returns when it has counted some queries. */
  static OrdersProgram start(List<String> command, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().putAll(variables);
    try {
      OrdersProgram program = new OrdersProgram(builder.start());
      program.awaitQueries();
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits until it has done a hundred queries more. */
  void awaitQueries() {
    long before = queries();
    await(line -> queries(line) > before + 100);
  }

  /** Waits until it has counted a hundred queries in each of two seconds in which none failed. */
  void awaitHealthy() {
    String calm = await(this::isCalmAt);
    await(line -> queries(line) > queries(calm) + 100 && isCalmAt(line));
  }

  private String await(Predicate<String> which) {
    try {
      return output.await(mark(), which, BOUND);
    } catch (AssertionError none) {
      throw new AssertionError(String.join("\n", errors.all()), none);
    }
  }

  /** Whether the line before this tally is a tally, too: no failure was printed between them. */
  private boolean isCalmAt(String tally) {
    List<String> all = output.all();
    int at = all.indexOf(tally);
    return TALLY.matcher(tally).matches()
        && at > 0
        && queries(tally) > queries(all.get(at - 1)) + 100
        && TALLY.matcher(all.get(at - 1)).matches();
  }

  /** Returns how many lines it has printed, to look at later lines. */
  int mark() {
    return output.mark();
  }

  /** Returns a line for each query that failed since {@code mark}. */
  List<String> failures(int mark) {
    List<String> all = output.all();
    return all.subList(mark, all.size()).stream().filter(line -> line.startsWith(FAILED)).toList();
  }

  /** Returns how many queries it has counted. */
  long queries() {
    return output.all().stream().mapToLong(OrdersProgram::queries).max().orElse(0);
  }

  /** Returns its last line. */
  String lastTally() {
    List<String> all = output.all();
    return all.get(all.size() - 1);
  }

  private static long queries(String line) {
    Matcher tally = TALLY.matcher(line);
    return tally.matches() ? Long.parseLong(tally.group(1)) : 0;
  }

  /** Sends SIGTERM, and returns when it has ended and its output is read. */
  void stop() {
    process.toHandle().destroy(); // Process.destroy() would close the output as well.
    try {
      if (!process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running after " + BOUND);
      }
      output.awaitEnd(BOUND);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
