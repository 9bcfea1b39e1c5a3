// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.target.Target;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Takes the sessions of a generation for ended in two cases. The database has ended a session of
 * them. Or a connection has failed as if the role were gone, and the database has rejected the
 * credential then.
 */
final class EndedSessions {

  private final Collection<TrackedConnection> entries;
  private final PoolEvictions pools;
  private final RetirementListener listener;

  /**
   * Makes an account that has seen nothing.
   *
   * @param entries the ledger's, of which it sees each change
   */
  EndedSessions(
      Collection<TrackedConnection> entries, PoolEvictions pools, RetirementListener listener) {
    this.entries = entries;
    this.pools = pools;
    this.listener = listener;
  }

  /**
   * Takes the sessions that the group has on a target for ended, or all of them. On any thread;
   * never blocks.
   *
   * @param on null for wherever they are
   */
  void take(GenerationConnections group, @Nullable Target on, ClockReading now) {
    int sessions = 0;
    for (TrackedConnection entry : entries) {
      if (entry.group() == group && (on == null || on.equals(entry.target()))) {
        sessions += entry.takeSessionForEnded() ? 1 : 0;
        entry.goIfSessionEnded(now);
      }
    }
    if (sessions > 0) {
      group.addEndedSessions(sessions);
      pools.generationRetired(); // The pools are to be asked as at a retirement.
    }
  }

  /**
   * Takes the sessions for ended whose credential has turned out to be rejected, and reports all
   * that were taken so since. On the ledger's thread.
   *
   * @return whether it may turn out soon that a generation's role is gone
   */
  boolean look(Collection<GenerationConnections> live, ClockReading now) {
    boolean suspected = false;
    for (GenerationConnections group : live) {
      if (group.isSuspected(now)) {
        suspected = true;
        if (group.generation().mayBeGone()) {
          take(group, null, now);
        }
      }
      int sessions = group.takeEndedSessions();
      if (sessions > 0) {
        listener.sessionsEnded(group.generation(), sessions);
      }
    }
    return suspected;
  }
}
