// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clocks, or clocks that a test has go on; the wall clock can be set. */
final class SettableClock implements LeaseClock {

  private final LeaseClock clock;

  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong ahead = new AtomicLong();

  private SettableClock(LeaseClock clock) {
    this.clock = clock;
  }

  static SettableClock running() {
    return new SettableClock(LeaseClock.system());
  }

  /** Makes clocks that only {@link #pass} moves. */
  static SettableClock stopped() {
    long wall = LeaseClock.system().wallMillis();
    return new SettableClock(
        new LeaseClock() {
          @Override
          public long nanos() {
            return 0;
          }

          @Override
          public long wallMillis() {
            return wall;
          }
        });
  }

  /** Has so much time go by. */
  void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  /** Sets the wall clock so far ahead of its first time, or behind. */
  void set(Duration time) {
    ahead.set(time.toMillis());
  }

  /** Returns the time that it will be by the wall clock after so many seconds. */
  Instant in(long seconds) {
    return Instant.ofEpochMilli(wallMillis()).plusSeconds(seconds);
  }

  @Override
  public long nanos() {
    return clock.nanos() + passed.get();
  }

  @Override
  public long wallMillis() {
    return clock.wallMillis() + Duration.ofNanos(passed.get()).toMillis() + ahead.get();
  }
}
