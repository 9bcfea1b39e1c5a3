// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool;

import dev.leasehold.retire.ConnectionHolder;
import dev.leasehold.retire.EvictablePool;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.util.function.Predicate;

/** A pool whose instance is held weakly. */
public abstract class WeakPool implements EvictablePool {

  private final WeakReference<Object> pool;

  /** Stands for this instance. */
  protected WeakPool(Object pool) {
    this.pool = new WeakReference<>(pool);
  }

  @Override
  public final boolean isFor(Object instance) {
    return pool.get() == instance;
  }

  @Override
  public final boolean isGone() {
    return pool.get() == null;
  }

  @Override
  public final String describe() {
    Object instance = pool.get();
    return instance == null ? "(gone)" : ConnectionHolder.described(instance.getClass());
  }

  @Override
  public boolean lendsClosed() {
    return false; // As a rule, they look.
  }

  @Override
  public final void mark(Predicate<Connection> retired) throws ReflectiveOperationException {
    Object instance = pool.get();
    if (instance != null) {
      markIn(instance, retired);
    }
  }

  /** See {@link EvictablePool#mark}. */
  protected void markIn(Object instance, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    // As a rule, they know no mark.
  }

  @Override
  public final void evict(Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object instance = pool.get();
    if (instance != null) {
      evictFrom(instance, retired, first);
    }
  }

  /** See {@link EvictablePool#evict}. */
  protected abstract void evictFrom(Object instance, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException;
}
