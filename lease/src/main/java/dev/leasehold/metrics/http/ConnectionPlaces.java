// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics.http;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are answered now, and the connections that wait for a place. An address has
 * a bounded number of both, so that others find a place. Safe for use by many threads.
 */
final class ConnectionPlaces {

  private final int most;
  private final int mostOfAnAddress;
  private final int mostWaitingOfAnAddress;
  private final Map<InetAddress, Integer> taken = new HashMap<>();
  private final Deque<ServerConnection> waiting = new ArrayDeque<>();
  private int all;

  ConnectionPlaces(int most, int mostOfAnAddress, int mostWaitingOfAnAddress) {
    this.most = most;
    this.mostOfAnAddress = mostOfAnAddress;
    this.mostWaitingOfAnAddress = mostWaitingOfAnAddress;
  }

  /** Returns whether a connection of the address has no place, and is not to wait for a place. */
  synchronized boolean isFullFor(InetAddress address) {
    int waitingOfIt = 0;
    for (ServerConnection each : waiting) {
      if (each.address().equals(address)) {
        waitingOfIt++;
      }
    }
    return waitingOfIt >= mostWaitingOfAnAddress && !isFreeFor(address);
  }

  /** Gives a connection a place, and returns whether a place was free. Without a place it waits. */
  synchronized boolean take(ServerConnection connection) {
    boolean isFree = isFreeFor(connection.address());
    if (isFree) {
      count(connection, 1);
    } else {
      waiting.add(connection);
    }
    return isFree;
  }

  /**
   * Takes the place of a connection that has ended, and gives it to a connection that waits.
   * Returns that connection; null where none waits that may have the place.
   */
  synchronized @Nullable ServerConnection next(ServerConnection ended) {
    count(ended, -1);
    for (Iterator<ServerConnection> each = waiting.iterator(); each.hasNext(); ) {
      ServerConnection first = each.next();
      if (isFreeFor(first.address())) {
        each.remove();
        count(first, 1);
        return first;
      }
    }
    return null;
  }

  /** Ends the waiting of a connection, and returns whether it did wait. */
  synchronized boolean leave(ServerConnection connection) {
    return waiting.remove(connection);
  }

  private boolean isFreeFor(InetAddress address) {
    return all < most && taken.getOrDefault(address, 0) < mostOfAnAddress;
  }

  /** Counts both or, where there is no memory, neither. */
  private void count(ServerConnection connection, int change) {
    int left = taken.getOrDefault(connection.address(), 0) + change;
    if (left == 0) {
      taken.remove(connection.address());
    } else {
      taken.put(connection.address(), left);
    }
    all += change;
  }
}
