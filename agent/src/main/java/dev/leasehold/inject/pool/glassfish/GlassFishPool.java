// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.glassfish;

import dev.leasehold.inject.pool.Inside;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;

/**
 * Removes the retired connections that are free, as the pool's own resizer does it: it takes all
 * that are free, and gives back those that stay.
 */
final class GlassFishPool extends WeakPool {

  private static final String LOCK = "getResourceFromPoolAndFreeResourceMethodsLock";

  private final GlassFishKind kind = new GlassFishKind();

  /** Makes the eviction for an instance of {@code ConnectionPool}. */
  GlassFishPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object structure =
        Inside.part(pool, Inside.has(pool, "dataStructure") ? "dataStructure" : "ds");
    if (!hasRetired(structure, retired)) {
      return; // Nobody misses for a moment what is free.
    }
    if (!Inside.has(pool, LOCK)) {
      evict(pool, structure, retired); // Payara, and GlassFish before 7.
      return;
    }
    Lock lock = (Lock) Inside.part(pool, LOCK);
    lock.lock();
    try {
      evict(pool, structure, retired);
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRetired(Object structure, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Object all = Inside.call(structure, "getAllResources");
    for (Object handle : all == null ? new Object[0] : ((Collection<?>) all).toArray()) {
      if (handle != null && isToGo(handle, retired)) {
        return true;
      }
    }
    return false;
  }

  private void evict(Object pool, Object structure, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    List<Object> kept = new ArrayList<>();
    try {
      Object free = Inside.call(structure, "getResource");
      for (; free != null; free = Inside.call(structure, "getResource")) {
        if (isToGo(free, retired)) {
          Inside.call(structure, "removeResource", free);
        } else {
          kept.add(free);
        }
      }
    } finally {
      for (Object free : kept) {
        Inside.call(structure, "returnResource", free);
        Inside.call(pool, "notifyWaitingThreads"); // It may have come while none was there.
      }
    }
  }

  /** One that a transaction still holds is free as well. */
  private boolean isToGo(Object handle, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    Object state = Inside.part(handle, "state");
    return !Boolean.TRUE.equals(Inside.call(state, "isBusy"))
        && !Boolean.TRUE.equals(Inside.call(state, "isEnlisted"))
        && kind.isToGo(handle, retired);
  }
}
