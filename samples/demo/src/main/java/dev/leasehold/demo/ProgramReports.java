// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts the lines of a program that places orders by itself: a line for each query that failed,
 * and each second how many there were.
 */
final class ProgramReports implements AutoCloseable {

  private static final long PERIOD_MILLIS = 100;
  private static final Pattern TALLY = Pattern.compile("queries=(\\d+) failed=(\\d+)");
  private static final String FAILED = "failed: ";

  private final LogFile printed;
  private final Tally tally;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private long counted;

  private ProgramReports(Path log, Tally tally) {
    this.printed = new LogFile(log);
    this.tally = tally;
  }

  /** Begins to count. */
  @SuppressWarnings("FutureReturnValueIgnored") // It ends with its executor, and not before.
  static ProgramReports count(Path log, Tally tally) {
    ProgramReports reports = new ProgramReports(log, tally);
    reports.clock.scheduleAtFixedRate(reports::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return reports;
  }

  /** Returns the last number of queries among these lines; zero if there is none. */
  static long queries(List<String> lines) {
    return lines.stream()
        .map(TALLY::matcher)
        .filter(Matcher::matches)
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .max()
        .orElse(0);
  }

  private synchronized void look() {
    try {
      List<String> news = printed.news();
      long queries = queries(news);
      if (queries > counted) {
        tally.served(queries - counted);
        counted = queries;
      }
      news.stream().filter(line -> line.startsWith(FAILED)).forEach(this::failed);
    } catch (IOException e) {
      failed("the program's output cannot be read: " + e);
    }
  }

  private void failed(String line) {
    Instant now = Instant.now();
    tally.failed(new Failure(now, now, line));
  }

  /** Counts the lines that are still to be read, and ends. */
  @Override
  public void close() {
    clock.shutdown();
    look();
  }
}
