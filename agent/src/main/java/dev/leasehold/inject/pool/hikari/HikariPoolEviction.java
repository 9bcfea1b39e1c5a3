package dev.leasehold.inject.pool.hikari;

import dev.leasehold.retire.Pool;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * Soft eviction in HikariCP, of the retired connections alone where its internals are as known.
 *
 * <p>Before 6.0 a borrowed connection goes back into the pool and is closed at the next borrow, or
 * by the next call here; from 6.0 on it is closed when it comes back.
 */
public final class HikariPoolEviction implements Pool {

  /** Without the internals all connections go, current ones too: not more often than needed. */
  private static final int CALLS_BETWEEN_FULL_EVICTIONS = 16;

  private final WeakReference<Object> pool;
  private int calls;

  /** Makes the eviction for an instance of {@code com.zaxxer.hikari.pool.HikariPool}. */
  public HikariPoolEviction(Object pool) {
    this.pool = new WeakReference<>(pool);
  }

  @Override
  public boolean isFor(Object instance) {
    return pool.get() == instance;
  }

  @Override
  public boolean isGone() {
    return pool.get() == null;
  }

  @Override
  public void evict(Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    Object instance = pool.get();
    if (instance == null) {
      return;
    }
    HikariInternals internals = HikariInternals.of(instance);
    if (internals.areKnown()) {
      evictRetired(instance, internals, retired);
    } else {
      calls = first ? 0 : calls + 1;
      if (calls % CALLS_BETWEEN_FULL_EVICTIONS == 0) {
        internals.evictAll(instance);
      }
    }
  }

  private static void evictRetired(
      Object instance, HikariInternals internals, Predicate<Connection> retired)
      throws ReflectiveOperationException {
    for (Object entry : internals.entries(instance)) {
      Connection connection = internals.connectionOf(entry);
      if (connection != null && retired.test(connection)) {
        internals.evict(instance, entry);
      }
    }
  }
}
