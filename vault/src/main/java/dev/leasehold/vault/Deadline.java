package dev.leasehold.vault;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The end of one request's time, on the JVM's monotonic clock: sockets know no other. */
final class Deadline {

  private final Duration length;
  private final long end;

  private Deadline(Duration length) {
    this.length = length;
    this.end = System.nanoTime() + length.toNanos();
  }

  static Deadline in(Duration length) {
    return new Deadline(length);
  }

  /** Returns what is left, at least one millisecond: zero would mean for ever to a socket. */
  int millisLeft() throws SocketTimeoutException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left < 1) {
      throw new SocketTimeoutException("no whole answer within " + length.toMillis() + " ms");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /** Returns the time there was at first, for messages. */
  Duration length() {
    return length;
  }
}
