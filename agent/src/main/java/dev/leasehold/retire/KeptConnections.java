// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Finds the holders that keep connections of a replaced generation. A holder opened them, is not
 * told to let go of them, and has not closed them a while after it was their turn. On the ledger's
 * thread.
 */
final class KeptConnections {

  private final RetirementListener listener;
  private final OpenConnections open;
  private final Set<GenerationConnections> reported =
      Collections.newSetFromMap(new IdentityHashMap<>());

  KeptConnections(RetirementListener listener, OpenConnections open) {
    this.listener = listener;
    this.open = open;
  }

  /** Reports, once for each group, the holders that keep its connections at {@code now}. */
  void look(Collection<GenerationConnections> live, ClockReading now) {
    reported.retainAll(live);
    for (GenerationConnections group : live) {
      DrainSchedule schedule = group.schedule();
      boolean overdue = schedule != null && schedule.isOverdue(now);
      if (overdue && group.generation().isUsable(now) && reported.add(group)) {
        report(group, now);
      }
    }
  }

  private void report(GenerationConnections group, ClockReading now) {
    open.of(group, now)
        .forEach(
            (holder, connections) -> {
              if (holder != null && !holder.isTold()) {
                listener.kept(
                    group.generation(), holder, connections, group.generation().usableFor(now));
              }
            });
  }
}
