// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.glassfish;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/**
 * Removes the retired connections that are free, as the pool's own resizer does it. It takes all
 * free connections, and gives back the connections that are not retired.
 */
final class GlassFishPool extends WeakPool {

  private static final String LOCK = "getResourceFromPoolAndFreeResourceMethodsLock";

  private static final String ALL = "allResources";

  private final GlassFishIntegration kind = new GlassFishIntegration();

  /** Makes the eviction for an instance of {@code ConnectionPool}. */
  GlassFishPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object structure =
        MemberAccess.part(pool, MemberAccess.has(pool, "dataStructure") ? "dataStructure" : "ds");
    if (!hasRetired(structure, retired)) {
      return; // Nobody misses free connections for a moment.
    }
    if (!MemberAccess.has(pool, LOCK)) {
      evict(pool, structure, retired); // Payara, and GlassFish before 7.
      return;
    }
    Lock lock = (Lock) MemberAccess.part(pool, LOCK);
    lock.lock();
    try {
      evict(pool, structure, retired);
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRetired(Object structure, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    for (Object handle : all(structure).toArray()) {
      if (handle != null && shouldDiscard(handle, retired)) {
        return true;
      }
    }
    return false;
  }

  /** Payara's default structure has the others' method, and does not support it. */
  private static Collection<?> all(Object structure) throws ReflectiveOperationException {
    Object all =
        MemberAccess.has(structure, ALL)
            ? MemberAccess.get(structure, ALL)
            : MemberAccess.call(structure, "getAllResources");
    return all == null ? Collections.emptyList() : (Collection<?>) all;
  }

  private void evict(Object pool, Object structure, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    List<Object> kept = new ArrayList<>();
    try {
      Object free = MemberAccess.call(structure, "getResource");
      for (; free != null; free = MemberAccess.call(structure, "getResource")) {
        if (shouldDiscard(free, retired)) {
          MemberAccess.call(structure, "removeResource", free);
        } else {
          kept.add(free);
        }
      }
    } finally {
      for (Object free : kept) {
        MemberAccess.call(structure, "returnResource", free);
        MemberAccess.call(pool, "notifyWaitingThreads"); // It may have come while none was there.
      }
    }
  }

  /** A connection that a transaction still holds is free as well. */
  private boolean shouldDiscard(Object handle, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Object state = MemberAccess.part(handle, "state");
    return !Boolean.TRUE.equals(MemberAccess.call(state, "isBusy"))
        && !Boolean.TRUE.equals(MemberAccess.call(state, "isEnlisted"))
        && kind.shouldDiscard(handle, retired);
  }
}
