// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.file.OpenFiles;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are open and not connected, for a process that is at its limit of open files and can
 * have no other. A lease that cannot be renewed would end the application's connections, and such a
 * process seldom needs that. One of the process. Safe for use by many threads.
 */
final class DescriptorReserve {

  /** A socket for the request, and a socket for a race that was lost. */
  private static final int SIZE = 2;

  private static final Deque<BoundedSocket> SPARE = new ArrayDeque<>();

  private DescriptorReserve() {}

  /** Fills the reserve as far as the limit allows. */
  static void fill() {
    synchronized (SPARE) {
      try {
        while (SPARE.size() < SIZE) {
          SPARE.add(BoundedSocket.unconnected());
        }
      } catch (IOException full) {
        return; // Tried again after the next request.
      }
    }
  }

  /** Returns a socket that is connected to nothing, a spare socket where no other can be had. */
  static BoundedSocket socket() throws IOException {
    try {
      return BoundedSocket.unconnected();
    } catch (IOException e) {
      BoundedSocket spare = OpenFiles.areExhausted(e) ? take() : null;
      if (spare == null) {
        throw e;
      }
      return spare;
    }
  }

  private static @Nullable BoundedSocket take() {
    synchronized (SPARE) {
      return SPARE.poll();
    }
  }
}
