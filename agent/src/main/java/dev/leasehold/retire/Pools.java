package dev.leasehold.retire;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * The pools that are told to evict. One round at a time, off the ledger's thread: a pool may close
 * a connection on the thread that evicts it, and closing may hang.
 */
final class Pools {

  private final List<Pool> pools = new CopyOnWriteArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean retiredSince = new AtomicBoolean();
  private final Executor executor;
  private final RetirementListener listener;

  Pools(Executor executor, RetirementListener listener) {
    this.executor = executor;
    this.listener = listener;
  }

  void add(Object instance, Pool pool) {
    remove(instance);
    pools.add(pool);
  }

  void remove(Object instance) {
    pools.removeIf(pool -> pool.isGone() || pool.isFor(instance));
  }

  /** Makes the next round the first one after a retirement. */
  void generationRetired() {
    retiredSince.set(true);
  }

  void evict(Predicate<Connection> retired) {
    if (pools.isEmpty() || !running.compareAndSet(false, true)) {
      return;
    }
    boolean begun = false;
    try {
      executor.execute(() -> round(retired));
      begun = true;
    } finally {
      if (!begun) {
        running.set(false);
      }
    }
  }

  private void round(Predicate<Connection> retired) {
    boolean first = retiredSince.getAndSet(false);
    try {
      for (Pool pool : pools) {
        evict(pool, retired, first);
      }
    } finally {
      running.set(false);
    }
  }

  private void evict(Pool pool, Predicate<Connection> retired, boolean first) {
    try {
      pool.evict(retired, first);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unable) {
      listener.evictionFailed(pool.describe(), unable);
    }
  }
}
