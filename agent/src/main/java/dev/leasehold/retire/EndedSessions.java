// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import java.util.Collection;

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
   * Takes the sessions of a connection's generation on its target for ended, as the server has
   * ended its own session. A connection that can be moved, and that no pool is told to let go, is
   * left alone. Its server knows best whether its session lives. It is taken for ended once the
   * database has rejected the credential. On any thread; never blocks.
   */
  void take(TrackedConnection ended, ClockReading now) {
    GenerationConnections group = ended.group();
    int sessions = 0;
    for (TrackedConnection entry : entries) {
      if (entry.group() != group || !entry.target().equals(ended.target())) {
        continue;
      }
      if (!entry.equals(ended) && entry.isLeftToHolder()) {
        group.suspect(now);
      } else {
        sessions += take(entry, group, now);
      }
    }
    taken(sessions, group);
  }

  private void takeAll(GenerationConnections group, ClockReading now) {
    int sessions = 0;
    for (TrackedConnection entry : entries) {
      sessions += take(entry, group, now);
    }
    taken(sessions, group);
  }

  private static int take(TrackedConnection entry, GenerationConnections group, ClockReading now) {
    int taken = entry.takeSessionForEnded(group) ? 1 : 0;
    entry.goIfSessionEnded(now);
    return taken;
  }

  private void taken(int sessions, GenerationConnections group) {
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
          takeAll(group, now);
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
