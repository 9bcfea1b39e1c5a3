// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import java.util.Collection;

/**
 * Lets connections of retired generations go when it is their turn: they are moved to new sessions,
 * or become invalid.
 */
final class ConnectionDrainer implements AutoCloseable {

  private final GenerationRegistry groups;
  private final Collection<TrackedConnection> entries;
  private final HandOvers handOvers;

  /**
   * Makes a drainer that has let nothing go.
   *
   * @param entries the ledger's, of which it sees each change
   */
  ConnectionDrainer(
      GenerationRegistry groups, Collection<TrackedConnection> entries, HandOvers handOvers) {
    this.groups = groups;
    this.entries = entries;
    this.handOvers = handOvers;
  }

  /**
   * Lets the connections go whose turn it is at {@code now}. Returns the time until more of them
   * are to go, or are to be asked for again.
   */
  synchronized Duration drain(ClockReading now) {
    Duration pause = Ledger.DRAINING_TICK;
    for (GenerationConnections group : groups.live()) {
      DrainSchedule schedule = group.schedule();
      if (schedule != null) {
        schedule.look(now);
        pause = schedule.isUnderWay(now) ? schedule.step() : pause;
      }
    }
    for (TrackedConnection entry : entries) {
      DrainSchedule schedule = entry.group().schedule();
      entry.goIfSessionEnded(now);
      if (schedule != null && entry.handOverTry() != null) {
        handOvers.look(entry, now);
      } else if (schedule != null && schedule.takesMore() && entry.mayGo(now)) {
        schedule.took();
        if (!handOvers.begin(entry, now)) {
          entry.go(now);
        }
      }
    }
    return pause;
  }

  @Override
  public void close() {
    handOvers.close();
  }
}
