// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The end of one request's time, on the JVM's monotonic clock: sockets know no other. */
final class Deadline {

  private final Duration length;
  private final long end;

  private Deadline(Duration length, long end) {
    this.length = length;
    this.end = end;
  }

  static Deadline in(Duration length) {
    return new Deadline(length, System.nanoTime() + length.toNanos());
  }

  /**
   * Returns the time that is left, at least one millisecond: zero would mean for ever to a socket.
   */
  int millisLeft() throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left < 1) {
      throw new SocketTimeoutException("no whole answer within " + length.toMillis() + " ms");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /** Returns the deadline of one of so many tries that share the time that is left. */
  Deadline share(int tries) throws SocketTimeoutException {
    long share = TimeUnit.MILLISECONDS.toNanos(Math.max(1, millisLeft() / tries));
    return new Deadline(length, System.nanoTime() + share);
  }

  /** Returns the time there was at first, for messages. */
  Duration length() {
    return length;
  }
}
