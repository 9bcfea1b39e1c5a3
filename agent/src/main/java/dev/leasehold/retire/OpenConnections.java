// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a generation, counted by their holders: once for each look of the ledger
 * at its connections, at most. Safe for many threads.
 */
final class OpenConnections {

  private final Collection<TrackedConnection> entries;

  @GuardedBy("this") private final Map<GenerationConnections, Map<@Nullable ConnectionHolder, Integer>> counted =
      new WeakHashMap<>(); // A generation that is gone takes its credential with it.

  @GuardedBy("this") private @Nullable ClockReading countedAt;

  /**
   * Counts nothing yet.
   *
   * @param entries the ledger's, of which it sees each change
   */
  OpenConnections(Collection<TrackedConnection> entries) {
    this.entries = entries;
  }

  /**
   * Returns the number that are open at {@code now}, by holder; null stands for a holder that is
   * not known.
   */
  synchronized Map<@Nullable ConnectionHolder, Integer> of(
      GenerationConnections group, ClockReading now) {
    if (!now.equals(countedAt)) {
      counted.clear();
      countedAt = now;
    }
    return counted.computeIfAbsent(group, each -> count(each, now));
  }

  private Map<@Nullable ConnectionHolder, Integer> count(
      GenerationConnections group, ClockReading now) {
    Map<@Nullable ConnectionHolder, Integer> open = new LinkedHashMap<>();
    for (TrackedConnection entry : entries) {
      if (entry.group() == group && !entry.isClosed(now)) {
        open.merge(entry.holder(), 1, Integer::sum);
      }
    }
    return open;
  }
}
