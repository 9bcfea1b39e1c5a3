// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.Moment;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds what keeps connections of a replaced generation: it opened them, is not told to let go of
 * them, and has not closed them a while after it was their turn. On the ledger's thread.
 */
final class KeptConnections {

  private final RetirementListener listener;
  private final Set<Cohort> reported = Collections.newSetFromMap(new IdentityHashMap<>());

  KeptConnections(RetirementListener listener) {
    this.listener = listener;
  }

  /** Reports, once for each cohort, what keeps its connections at {@code now}. */
  void look(Collection<Cohort> live, Collection<Entry> entries, Moment now) {
    reported.retainAll(live);
    for (Cohort cohort : live) {
      Departure departure = cohort.departure();
      boolean overdue = departure != null && departure.isOverdue(now);
      if (overdue && cohort.generation().isUsable(now) && reported.add(cohort)) {
        report(cohort, entries, now);
      }
    }
  }

  private void report(Cohort cohort, Collection<Entry> entries, Moment now) {
    Map<ConnectionHolder, Integer> kept = new LinkedHashMap<>();
    for (Entry entry : entries) {
      ConnectionHolder holder =
          entry.cohort() == cohort && !entry.isClosed() ? entry.holder() : null;
      if (holder != null && !holder.isTold()) {
        kept.merge(holder, 1, Integer::sum);
      }
    }
    kept.forEach(
        (holder, connections) ->
            listener.kept(
                cohort.generation(), holder, connections, cohort.generation().usableFor(now)));
  }
}
