// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Generation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The generations that have not drained, each as the group of its connections, and how far each
 * binding has been retired. Safe for many threads. Its lock is none of the JVM's monitors, which
 * would hold the carrier of a virtual thread.
 */
final class GenerationRegistry {

  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock") private final Map<Generation, GenerationConnections> live = new IdentityHashMap<>();

  @GuardedBy("lock") private final Map<String, Long> retiredUpTo = new HashMap<>();

  /**
   * Counts one connection into its generation's group; null when that generation is drained, so
   * that its credential may be revoked by now.
   */
  @Nullable GenerationConnections enter(Generation generation) {
    lock.lock();
    try {
      GenerationConnections group = live.get(generation);
      if (group == null) {
        if (generation.number() <= retiredUpTo.getOrDefault(generation.binding(), 0L)) {
          return null;
        }
        group = new GenerationConnections(generation);
        live.put(generation, group);
      }
      return group.enter() ? group : null;
    } finally {
      lock.unlock();
    }
  }

  /** Retires a generation, whether or not it ever had a connection. */
  void retire(Generation generation, ClockReading now) {
    lock.lock();
    try {
      retiredUpTo.merge(generation.binding(), generation.number(), Math::max);
      live.computeIfAbsent(generation, GenerationConnections::new).retire(now);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the retired groups that have nothing left, again and again until they are removed. */
  List<GenerationConnections> drained(ClockReading now) {
    List<GenerationConnections> drained = new ArrayList<>();
    for (GenerationConnections group : live()) {
      if (group.drain(now)) {
        drained.add(group);
      }
    }
    return drained;
  }

  /** Returns the number of each generation's connections that are open or being opened. */
  Map<Generation, Integer> held() {
    Map<Generation, Integer> held = new LinkedHashMap<>();
    for (GenerationConnections group : live()) {
      held.put(group.generation(), group.held());
    }
    return held;
  }

  /** Returns the groups whose leases have ended, to count their connections. */
  Map<GenerationConnections, Integer> due(ClockReading now) {
    Map<GenerationConnections, Integer> due = new IdentityHashMap<>();
    for (GenerationConnections group : live()) {
      if (!group.generation().isUsable(now)) {
        due.put(group, 0);
      }
    }
    return due;
  }

  void remove(GenerationConnections drained) {
    lock.lock();
    try {
      live.remove(drained.generation(), drained);
    } finally {
      lock.unlock();
    }
  }

  List<GenerationConnections> live() {
    lock.lock();
    try {
      return new ArrayList<>(live.values());
    } finally {
      lock.unlock();
    }
  }
}
