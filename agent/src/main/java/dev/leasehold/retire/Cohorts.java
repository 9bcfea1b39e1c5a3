// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The cohorts that have not drained, and how far each binding has been retired. Safe for many
 * threads. Its lock is none of the JVM's monitors, which would hold the carrier of a virtual
 * thread.
 */
final class Cohorts {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Generation, Cohort> live = new IdentityHashMap<>();
  private final Map<String, Long> retiredUpTo = new HashMap<>();

  /**
   * Counts one connection into its generation's cohort; null when that generation is drained, so
   * that its credential may be revoked by now.
   */
  @Nullable Cohort enter(Generation generation) {
    lock.lock();
    try {
      Cohort cohort = live.get(generation);
      if (cohort == null) {
        if (generation.number() <= retiredUpTo.getOrDefault(generation.binding(), 0L)) {
          return null;
        }
        cohort = new Cohort(generation);
        live.put(generation, cohort);
      }
      return cohort.enter() ? cohort : null;
    } finally {
      lock.unlock();
    }
  }

  /** Retires a generation, whether or not it ever had a connection. */
  void retire(Generation generation, Moment now) {
    lock.lock();
    try {
      retiredUpTo.merge(generation.binding(), generation.number(), Math::max);
      live.computeIfAbsent(generation, Cohort::new).retire(now);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the retired cohorts that have nothing left, again and again until they are removed. */
  List<Cohort> drained(Moment now) {
    List<Cohort> drained = new ArrayList<>();
    for (Cohort cohort : live()) {
      if (cohort.drain(now)) {
        drained.add(cohort);
      }
    }
    return drained;
  }

  void remove(Cohort drained) {
    lock.lock();
    try {
      live.remove(drained.generation(), drained);
    } finally {
      lock.unlock();
    }
  }

  List<Cohort> live() {
    lock.lock();
    try {
      return new ArrayList<>(live.values());
    } finally {
      lock.unlock();
    }
  }
}
