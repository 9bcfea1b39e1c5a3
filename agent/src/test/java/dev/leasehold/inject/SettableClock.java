// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.lease.LeaseClock;
import java.time.Duration;

/** The JVM's own clocks, and as far ahead of them as a test says. */
final class SettableClock implements LeaseClock {

  private volatile Duration ahead = Duration.ZERO;

  synchronized void advance(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public long nanos() {
    return LeaseClock.system().nanos() + ahead.toNanos();
  }

  @Override
  public long wallMillis() {
    return LeaseClock.system().wallMillis() + ahead.toMillis();
  }
}
