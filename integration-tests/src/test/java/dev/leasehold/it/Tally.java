// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.util.HashMap;
import java.util.Map;

/**
 * The counts of the workload.
 *
 * @param wrong queries that were answered with false: on a role past its lease, unless told
 *     otherwise
 * @param longestPauseMillis the longest that a thread waited for an answer, failures in between
 *     included
 * @param waitingMillis the longest that a thread has waited by now
 * @param millisSinceFailure how long ago a query failed last; -1 if none has
 */
public record Tally(
    long queries,
    long failed,
    long wrong,
    long longestPauseMillis,
    long waitingMillis,
    long millisSinceFailure) {

  static Tally parse(String line) {
    Map<String, Long> counts = new HashMap<>();
    for (String pair : line.substring("tally ".length()).split(" ", -1)) {
      String[] parts = pair.split("=", 2);
      counts.put(parts[0], Long.valueOf(parts[1]));
    }
    return new Tally(
        counts.getOrDefault("queries", 0L),
        counts.getOrDefault("failed", 0L),
        counts.getOrDefault("wrong", 0L),
        counts.getOrDefault("longest-pause-ms", 0L),
        counts.getOrDefault("waiting-ms", 0L),
        counts.getOrDefault("ms-since-failure", -1L));
  }
}
