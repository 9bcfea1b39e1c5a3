// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.r2dbc;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The classes of r2dbc-pool and reactor-pool that are woven. */
public final class R2dbcPoolWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "r2dbc-pool";

  /** The name that woven code has for the method that sets the pool's predicate of eviction. */
  public static final String EVICTION = "reactor-pool.eviction";

  /** The name that woven code has for the method that plans the next round of eviction. */
  public static final String SCHEDULE = "reactor-pool.schedule";

  /** The name that woven code has for the method that takes an opened connection into the pool. */
  public static final String SLOT = "reactor-pool.slot";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "io/r2dbc/pool/ConnectionPool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("disposeLater")),
        new WovenClass(
            "reactor/pool/PoolBuilder",
            InstrumentedMethods.intercept(
                EVICTION,
                "evictionPredicate(Ljava/util/function/BiPredicate;)Lreactor/pool/PoolBuilder;")),
        new WovenClass(
            "reactor/pool/SimpleDequePool",
            InstrumentedMethods.intercept(SCHEDULE, "scheduleEviction()V"),
            InstrumentedMethods.intercept(SLOT, "createSlot")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, R2dbcPool::new);
    kinds.put(EVICTION, new R2dbcEvictionIntegration());
    kinds.put(SCHEDULE, new R2dbcScheduleIntegration());
    kinds.put(SLOT, new R2dbcSlotIntegration());
  }
}
