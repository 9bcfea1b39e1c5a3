// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import java.util.Collection;

/**
 * Lets connections of retired generations go when it is their turn: they are moved to new sessions,
 * or become invalid.
 */
final class Departures implements AutoCloseable {

  private final ConnectionsByGeneration groups;
  private final Collection<TrackedConnection> entries;
  private final HandOvers handOvers;

  /**
   * Makes one that has let nothing go.
   *
   * @param entries the ledger's, of which it sees each change
   */
  Departures(
      ConnectionsByGeneration groups, Collection<TrackedConnection> entries, HandOvers handOvers) {
    this.groups = groups;
    this.entries = entries;
    this.handOvers = handOvers;
  }

  /**
   * Lets those connections go whose turn it is at {@code now}; returns how long until more of them
   * are to go, or are to be asked for again.
   */
  synchronized Duration depart(ClockReading now) {
    Duration pause = Ledger.DRAINING_TICK;
    for (GenerationConnections group : groups.live()) {
      DrainSchedule departure = group.departure();
      if (departure != null) {
        departure.look(now);
        pause = departure.isUnderWay(now) ? departure.step() : pause;
      }
    }
    for (TrackedConnection entry : entries) {
      DrainSchedule departure = entry.group().departure();
      entry.goIfSessionEnded(now);
      if (departure != null && entry.handOverTry() != null) {
        handOvers.look(entry, now);
      } else if (departure != null && departure.takesMore() && entry.mayGo(now)) {
        departure.took();
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
