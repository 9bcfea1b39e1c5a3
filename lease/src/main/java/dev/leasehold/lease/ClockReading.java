// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A point in time, read from the monotonic clock and from the wall clock at once. */
public final class ClockReading {

  private final long nanos;
  private final long wallMillis;

  /**
   * Makes a moment from nanoseconds of a monotonic clock and milliseconds since 1970 of a wall
   * clock.
   */
  public ClockReading(long nanos, long wallMillis) {
    this.nanos = nanos;
    this.wallMillis = wallMillis;
  }

  /** Returns the wall clock's reading, in milliseconds since 1970-01-01T00:00:00Z. */
  public long wallMillis() {
    return wallMillis;
  }

  /**
   * Returns the time that has gone by since {@code earlier}: by the clock on which more time has
   * gone by, and never negative.
   *
   * <p>After a suspension, or when the clock was set forward, a lease seems older than it may be,
   * and never younger. So no connection outlives its lease.
   */
  public Duration since(ClockReading earlier) {
    return Duration.ofNanos(nanosSince(earlier));
  }

  /** Returns {@link #since} in nanoseconds. */
  public long nanosSince(ClockReading earlier) {
    long monotonic = nanos - earlier.nanos;
    long wall = TimeUnit.MILLISECONDS.toNanos(wallMillis - earlier.wallMillis);
    return Math.max(0, Math.max(monotonic, wall));
  }
}
