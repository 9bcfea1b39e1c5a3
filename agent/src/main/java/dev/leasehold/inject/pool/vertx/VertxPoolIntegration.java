// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.vertx;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Before Leasehold's round of eviction the pool learns that retired connections are past their
 * lifetime. So it closes the idle connections among them. It also learns that they take no more
 * borrowers, so that each is idle when it has come back, however many borrowers wait.
 */
public final class VertxPoolIntegration implements PoolIntegration {

  static final ThreadLocal<Boolean> ROUND_OF_OURS = new ThreadLocal<>();

  /** Makes the kind; it has no state. */
  public VertxPoolIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new VertxPool(instance);
  }

  @Override
  public Object @Nullable [] intercept(Object[] arguments, Predicate<Object> retired)
      throws ReflectiveOperationException {
    if (ROUND_OF_OURS.get() != null) {
      retire(arguments[0], retired);
    }
    return null;
  }

  private static void retire(Object pool, Predicate<Object> retired)
      throws ReflectiveOperationException {
    Object[] slots = (Object[]) MemberAccess.part(MemberAccess.part(pool, "pool"), "slots");
    for (Object slot : slots.clone()) {
      Object pooled = slot == null ? null : MemberAccess.get(slot, "connection");
      Object physical = pooled == null ? null : MemberAccess.call(pooled, "unwrap");
      if (pooled != null && physical != null && retired.test(physical)) {
        MemberAccess.set(pooled, "lifetimeEvictionTimestamp", 0L);
        MemberAccess.call(slot, "onConcurrencyChange", 0L);
      }
    }
  }
}
