// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.r2dbc;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * reactor-pool keeps no list of the connections that it has lent. It asks for each connection when
 * it takes the connection in, which shows that the connection is this pool's.
 */
public final class R2dbcSlotIntegration implements PoolIntegration {

  /** Makes the kind; it has no state. */
  public R2dbcSlotIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new R2dbcPool(instance);
  }

  @Override
  public Object @Nullable [] intercept(Object[] arguments, Predicate<Object> retired) {
    boolean ignored = retired.test(R2dbcEvictionIntegration.physical(arguments[1]));
    return null;
  }
}
