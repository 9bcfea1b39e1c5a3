// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it.node;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts of a pod that ended.
 *
 * @param left roles in the database that no process knew of any more when the pod had ended
 * @param life for how long these were there
 */
record EndRow(PodEnd end, PodKind kind, long queries, long failed, int left, Duration life) {

  private static final Pattern TALLY = Pattern.compile("queries=(\\d+) .*");

  /**
   * Counts queries.
   *
   * @param runs the lines of each run of the program
   */
  static EndRow of(
      PodEnd end, PodKind kind, Collection<List<String>> runs, int left, Duration life) {
    long queries = runs.stream().mapToLong(EndRow::queries).sum();
    long failed =
        runs.stream().flatMap(List::stream).filter(line -> line.startsWith("failed: ")).count();
    return new EndRow(end, kind, queries, failed, left, life);
  }

  private static long queries(List<String> run) {
    return run.stream()
        .map(TALLY::matcher)
        .filter(Matcher::matches)
        .mapToLong(tally -> Long.parseLong(tally.group(1)))
        .max()
        .orElse(0);
  }
}
