// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.reactive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.DaemonThreads;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits on behalf of callers that must not block: all that wait for the same thing share one
 * thread, and one outcome. Safe for many threads.
 */
final class SharedWaits<K, V> {

  /** Waits for a value. */
  @FunctionalInterface
  interface SharedWait<V> {

    /** Returns the value when it has come. */
    V end() throws Exception;

    /** Called after all that waited have been told of the value, and have acted on it. */
    default void told(V value) {}
  }

  /** No monitor: a thread is started under it, and a virtual thread would keep its carrier. */
  private final ReentrantLock lock = new ReentrantLock();

  /** The credential that is waited for. */
  @GuardedBy("lock") private final Map<K, CompletableFuture<V>> awaited = new HashMap<>();

  /**
   * Returns the outcome of the wait that is under way for a key. Without such a wait, returns the
   * value that is ready. Without either, begins a wait on a thread of its own, and returns its
   * outcome. Fails as the wait does.
   *
   * @param ready returns the value that needs no wait, null where there is none; called under a
   *     lock
   */
  CompletableFuture<V> join(K key, Supplier<@Nullable V> ready, SharedWait<V> wait) {
    lock.lock();
    try {
      CompletableFuture<V> underWay = awaited.get(key);
      if (underWay != null) {
        return underWay;
      }
      V now = ready.get();
      return now == null ? begin(key, wait) : CompletableFuture.completedFuture(now);
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock") private CompletableFuture<V> begin(K key, SharedWait<V> wait) {
    CompletableFuture<V> next = new CompletableFuture<>();
    Thread thread = DaemonThreads.daemon(() -> end(wait, key, next), "leasehold-credential");
    awaited.put(key, next);
    boolean started = false;
    try {
      thread.start();
      started = true;
    } finally {
      if (!started) {
        awaited.remove(key); // There is no thread to be had, so nothing is awaited.
      }
    }
    return next;
  }

  private void end(SharedWait<V> wait, K key, CompletableFuture<V> next) {
    try {
      V value = wait.end();
      over(key);
      next.complete(value);
      wait.told(value);
    } catch (Exception | Error none) {
      over(key);
      next.completeExceptionally(none);
    }
  }

  private void over(K key) {
    lock.lock();
    try {
      awaited.remove(key);
    } finally {
      lock.unlock();
    }
  }
}
