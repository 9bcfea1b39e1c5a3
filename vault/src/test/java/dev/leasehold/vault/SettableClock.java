// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.vault;

import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The JVM's clock, set forward by a test. */
final class SettableClock implements LeaseClock {

  private final AtomicLong ahead = new AtomicLong();

  private final AtomicLong wallAhead = new AtomicLong();

  /** Sets the wall clock alone, as an operator or a time server does. */
  void setWall(Duration forward) {
    wallAhead.set(forward.toMillis());
  }

  void advance(Duration by) {
    ahead.addAndGet(by.toNanos());
  }

  @Override
  public long nanos() {
    return System.nanoTime() + ahead.get();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis() + Duration.ofNanos(ahead.get()).toMillis() + wallAhead.get();
  }
}
