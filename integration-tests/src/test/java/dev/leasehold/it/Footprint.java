// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a running JVM right after a full garbage collection.
 *
 * @param heapBytes of all live objects
 * @param agentObjects live objects of the agent's own classes
 * @param ledgerEntries connections in the agent's ledger
 * @param threads of Java, but for the compiler's, which come and go
 */
record Footprint(long heapBytes, long agentObjects, long ledgerEntries, long threads) {

  /** A line of {@code GC.class_histogram}: number, instances, bytes, class. */
  private static final String LINE = "\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+";

  private static final Pattern AGENT = Pattern.compile(LINE + "dev\\.leasehold\\..*");
  private static final Pattern ENTRY =
      Pattern.compile(LINE + "dev\\.leasehold\\.retire\\.TrackedConnection\\b(?!\\$).*");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  /** Threads of the JVM itself have no number. */
  private static final Pattern THREAD = Pattern.compile("\"(?!C[12] CompilerThread).*\" #\\d+ .*");

  private static final int LOOKS = 6;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /**
   * Looks several times over one rotation's length, and returns the look with the fewest of the
   * agent's objects. One look alone may also count garbage, or a rotation that is under way. The
   * JDK's sockets have finalizers, and objects that they hold outlive one collection.
   */
  static Footprint leastOf(ProcessHandle process) {
    List<Footprint> looks = new ArrayList<>(List.of(of(process)));
    while (looks.size() < LOOKS) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      looks.add(of(process));
    }
    return looks.stream().min(Comparator.comparingLong(Footprint::agentObjects)).orElseThrow();
  }

  static Footprint of(ProcessHandle process) {
    try {
      List<String> classes = Diagnosis.jcmd(process.pid(), "GC.class_histogram");
      List<String> threads = Diagnosis.jcmd(process.pid(), "Thread.print");
      return new Footprint(
          sum(classes, TOTAL),
          sum(classes, AGENT),
          sum(classes, ENTRY),
          threads.stream().filter(THREAD.asMatchPredicate()).count());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static long sum(List<String> lines, Pattern pattern) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .mapToLong(line -> Long.parseLong(line.group(1)))
        .sum();
  }

  @Override
  public String toString() {
    return String.format(
        "%,d kB of heap, %d objects of the agent's, %d connections in the ledger, %d threads",
        heapBytes / 1024, agentObjects, ledgerEntries, threads);
  }
}
