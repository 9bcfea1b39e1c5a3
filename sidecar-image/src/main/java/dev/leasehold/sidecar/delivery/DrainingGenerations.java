// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The generations that were replaced and whose leases are kept. A lease is kept while its
 * credential is in the file, and until the program has acknowledged a later credential. From then
 * on it is kept for the drain time. It is never kept beyond its end. For one thread.
 */
final class DrainingGenerations {

  private final Duration drainAfter;
  private final List<Draining> replaced = new ArrayList<>();

  DrainingGenerations(Duration drainAfter) {
    this.drainAfter = drainAfter;
  }

  void add(Generation generation) {
    replaced.add(new Draining(generation));
  }

  boolean isEmpty() {
    return replaced.isEmpty();
  }

  /** Takes note of the generation that is in the file, and of the program's acknowledgement. */
  void update(@Nullable Generation inFile, boolean acknowledged, ClockReading now) {
    for (Draining each : replaced) {
      if (each.since == null && acknowledged && !each.generation.equals(inFile)) {
        each.since = now;
      }
    }
  }

  /** Returns the generations that nobody needs any more, once. */
  List<Generation> removeOver(ClockReading now) {
    List<Generation> over = new ArrayList<>();
    for (Iterator<Draining> all = replaced.iterator(); all.hasNext(); ) {
      Draining each = all.next();
      if (each.isOver(now, drainAfter)) {
        all.remove();
        over.add(each.generation);
      }
    }
    return over;
  }

  /** A generation that was replaced. */
  private static final class Draining {

    private final Generation generation;

    /**
     * When the program had a later generation; null while the file or the program has this
     * generation.
     */
    private @Nullable ClockReading since;

    Draining(Generation generation) {
      this.generation = generation;
    }

    boolean isOver(ClockReading now, Duration drainAfter) {
      ClockReading told = since;
      boolean drained = told != null && now.since(told).compareTo(drainAfter) >= 0;
      return drained || !generation.isUsable(now);
    }
  }
}
