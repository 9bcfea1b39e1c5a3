// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The JVM's clock, set forward by a test. It counts how often the file's thread reads it. */
final class SettableClock implements LeaseClock {

  final AtomicLong readings = new AtomicLong();
  private final AtomicLong ahead = new AtomicLong();

  void advance(Duration by) {
    ahead.addAndGet(by.toNanos());
  }

  @Override
  public long nanos() {
    if (Thread.currentThread().getName().endsWith("-file")) {
      readings.incrementAndGet();
    }
    return System.nanoTime() + ahead.get();
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis() + Duration.ofNanos(ahead.get()).toMillis();
  }
}
