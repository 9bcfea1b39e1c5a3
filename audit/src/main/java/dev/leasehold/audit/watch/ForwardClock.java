// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time of another clock, which goes on where that is set back. Files that are to rest for a
 * time, and findings that are to stand for a time, then do so all the same. Safe for use by many
 * threads.
 */
final class ForwardClock implements InstantSource {

  private final InstantSource clock;
  private final LongSupplier nanoTime;

  @GuardedBy("this") private Instant last;

  @GuardedBy("this") private long lastNanos;

  ForwardClock(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.last = clock.instant();
    this.lastNanos = nanoTime.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long nanos = nanoTime.getAsLong();
    Instant least = last.plusNanos(nanos - lastNanos);
    Instant told = clock.instant();
    last = told.isBefore(least) ? least : told;
    lastNanos = nanos;
    return last;
  }
}
