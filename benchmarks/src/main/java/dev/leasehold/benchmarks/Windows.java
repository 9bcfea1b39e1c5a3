// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * When a rotation was under way, by the agent's log. It begins a little before the publication,
 * when the lease was fetched and tried. It ends a little after the last connection of the
 * generation before was closed.
 */
final class Windows {

  private static final long BEFORE_MILLIS = 300;
  private static final long AFTER_MILLIS = 200;

  /** How long an application warms up before its queries count. */
  private static final long WARM_UP_MILLIS = 10_000;

  enum Time {
    DURING,
    BETWEEN,
    OUTSIDE
  }

  private final List<long[]> windows = new ArrayList<>();
  private long first = Long.MAX_VALUE;
  private long last;

  /** Takes a line of the log, in order. */
  void read(String line) {
    AgentLog.published(line).ifPresent(this::published);
    if (AgentLog.isDrained(line) && !windows.isEmpty()) {
      last = AgentLog.at(line).toEpochMilli() + AFTER_MILLIS;
      windows.get(windows.size() - 1)[1] = last;
    }
  }

  private void published(AgentLog.Published published) {
    long at = published.at().toEpochMilli();
    if (published.generation() == 1) {
      first = at + WARM_UP_MILLIS;
    } else if (at > first) {
      windows.add(new long[] {at - BEFORE_MILLIS, at + AFTER_MILLIS});
    }
  }

  int count() {
    return windows.size();
  }

  Time at(long millis) {
    if (millis < first || millis > last) {
      return Time.OUTSIDE;
    }
    boolean during =
        windows.stream().anyMatch(window -> window[0] <= millis && millis <= window[1]);
    return during ? Time.DURING : Time.BETWEEN;
  }
}
