// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which roles have had their turn, told from the snapshots alone: a role's turn begins when it is
 * there. Safe for use by many threads.
 */
final class Roles {

  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private Snapshot latest = Snapshot.EMPTY;
  private int atOnce;

  synchronized void saw(Snapshot snapshot) {
    latest = snapshot;
    atOnce = Math.max(atOnce, snapshot.roles().size());
    for (String role : snapshot.roles()) {
      if (known.add(role)) {
        turns.add(new Turn(turns.size() + 1, role, Instant.now()));
      }
    }
  }

  synchronized Snapshot latest() {
    return latest;
  }

  /** Whether the newest role has sessions. */
  synchronized boolean isCurrentInUse() {
    return !turns.isEmpty() && latest.sessions(current().role()) > 0;
  }

  /** All turns so far, the first turn first. */
  synchronized List<Turn> turns() {
    return List.copyOf(turns);
  }

  /** The newest role's turn; there must have been a turn. */
  synchronized Turn current() {
    return turns.get(turns.size() - 1);
  }

  /** The most roles that were there at once. */
  synchronized int atOnce() {
    return atOnce;
  }
}
