// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.audit.watch;

import dev.leasehold.audit.source.LogKind;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the lines that are read since the process began. One thread counts, and others look. */
final class WatchCounts {

  /** Of one kind of input. */
  private static final class Count {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong passedOver = new AtomicLong();
    private final AtomicLong lastAt = new AtomicLong();
  }

  private final InstantSource clock;
  private final Map<LogKind, Count> counts = new EnumMap<>(LogKind.class);

  WatchCounts(InstantSource clock) {
    this.clock = clock;
    for (LogKind kind : LogKind.values()) {
      counts.put(kind, new Count());
    }
  }

  private Count of(LogKind kind) {
    return counts.getOrDefault(kind, new Count());
  }

  void read(LogKind kind) {
    Count count = of(kind);
    count.read.incrementAndGet();
    count.lastAt.set(clock.millis());
  }

  void passedOver(LogKind kind) {
    of(kind).passedOver.incrementAndGet();
  }

  long linesRead(LogKind kind) {
    return of(kind).read.get();
  }

  long linesPassedOver(LogKind kind) {
    return of(kind).passedOver.get();
  }

  /** Returns when a line was last read, in milliseconds since 1970; 0 for never. */
  long lastAt(LogKind kind) {
    return of(kind).lastAt.get();
  }
}
