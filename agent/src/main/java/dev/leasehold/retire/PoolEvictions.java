// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The pools that are told to evict. One round at a time, off the ledger's thread: a pool may close
 * a connection on the thread that evicts it, and closing may hang.
 */
final class PoolEvictions {

  /**
   * The number of rounds in which pools that lend closed connections are asked, after a connection
   * was closed. A connection that was closed while its pool set it up is in the pool only later.
   */
  private static final int CLOSED_ROUNDS = 5;

  private final List<EvictablePool> pools = new CopyOnWriteArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean retiredSince = new AtomicBoolean();
  private final AtomicInteger closedRounds = new AtomicInteger();
  private final Executor executor;
  private final RetirementListener listener;
  private final Predicate<Connection> loggingIn;

  /**
   * Makes the evictions, without pools.
   *
   * @param loggingIn tells whether a connection is logged in again, and so may call itself closed
   */
  PoolEvictions(Executor executor, RetirementListener listener, Predicate<Connection> loggingIn) {
    this.executor = executor;
    this.listener = listener;
    this.loggingIn = loggingIn;
  }

  void add(Object instance, EvictablePool pool) {
    remove(instance);
    pools.add(pool);
  }

  void remove(Object instance) {
    pools.removeIf(pool -> pool.isGone() || pool.isFor(instance));
  }

  /** Makes the next round the first round after a retirement. */
  void generationRetired() {
    retiredSince.set(true);
  }

  /** Makes the next rounds go to the pools that lend connections which were closed under them. */
  void connectionClosed() {
    closedRounds.set(CLOSED_ROUNDS);
  }

  /** Asks every pool to evict the connections that are to go. */
  void evict(Predicate<Connection> retired) {
    if (!pools.isEmpty()) {
      begin(() -> roundOfAll(retired));
    }
  }

  /** Has the pools that can do so mark the connections that are to go, on the calling thread. */
  void mark(Predicate<Connection> retired) {
    for (EvictablePool pool : pools) {
      try {
        pool.mark(retired);
      } catch (ReflectiveOperationException | RuntimeException | LinkageError unable) {
        listener.evictionFailed(pool.describe(), thrown(unable));
      }
    }
  }

  /** Asks the pools that need it to evict connections that were closed under them of late. */
  void evictClosed(Predicate<Connection> retired) {
    if (closedRounds.get() > 0 && pools.stream().anyMatch(EvictablePool::lendsClosed)) {
      begin(() -> roundOfClosed(retired));
    }
  }

  private void begin(Runnable round) {
    if (!running.compareAndSet(false, true)) {
      return;
    }
    boolean begun = false;
    try {
      executor.execute(() -> run(round));
      begun = true;
    } finally {
      if (!begun) {
        running.set(false);
      }
    }
  }

  private void run(Runnable round) {
    closedRounds.updateAndGet(rounds -> Math.max(0, rounds - 1));
    try {
      round.run();
    } finally {
      running.set(false);
    }
  }

  private void roundOfAll(Predicate<Connection> retired) {
    boolean first = retiredSince.getAndSet(false);
    for (EvictablePool pool : pools) {
      evict(pool, retired, first);
    }
  }

  private void roundOfClosed(Predicate<Connection> retired) {
    for (EvictablePool pool : pools) {
      if (pool.lendsClosed()) {
        evict(pool, retired, false);
      }
    }
  }

  private Predicate<Connection> orClosed(Predicate<Connection> retired) {
    return connection ->
        retired.test(connection)
            || (ClosedConnections.isSurelyClosed(connection) && !loggingIn.test(connection));
  }

  private void evict(EvictablePool pool, Predicate<Connection> retired, boolean first) {
    try {
      pool.evict(pool.lendsClosed() ? orClosed(retired) : retired, first);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unable) {
      listener.evictionFailed(pool.describe(), thrown(unable));
    }
  }

  /** The exception of a pool's method says more than the reflection's around it. */
  private static Throwable thrown(Throwable unable) {
    Throwable within = unable instanceof InvocationTargetException ? unable.getCause() : null;
    return within == null ? unable : within;
  }
}
