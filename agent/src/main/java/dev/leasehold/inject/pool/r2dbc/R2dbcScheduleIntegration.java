// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.r2dbc;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * reactor-pool plans the next round of eviction at the end of each: not after a round of ours,
 * which would begin a second series.
 */
public final class R2dbcScheduleIntegration implements PoolIntegration {

  static final ThreadLocal<Boolean> ROUND_OF_OURS = new ThreadLocal<>();

  /** Makes the kind; it has no state. */
  public R2dbcScheduleIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new R2dbcPool(instance);
  }

  @Override
  public Object @Nullable [] intercept(Object[] arguments, Predicate<Object> retired) {
    return ROUND_OF_OURS.get() == null ? null : new Object[1];
  }
}
