// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.LeaseClock;
import java.time.Duration;

/** A clock that stands still until it is told to go on. */
final class VirtualClock implements LeaseClock {

  private long nanos = 1_000_000_000L;
  private long wallMillis = 1_800_000_000_000L;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long wallMillis() {
    return wallMillis;
  }

  void advance(Duration time) {
    nanos += time.toNanos();
    wallMillis += time.toMillis();
  }

  /** A suspended machine, or a clock that was set: only the wall clock moves. */
  void jump(Duration time) {
    wallMillis += time.toMillis();
  }
}
