// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.vertx;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The class of vertx-sql-client that is woven. */
public final class VertxPoolWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "vertx-sql-client";

  /** The name that woven code has for the method that evicts idle or old connections. */
  public static final String EVICTION = "vertx-sql-client.eviction";

  @Override
  public List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "io/vertx/sqlclient/impl/pool/SqlConnectionPool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close()Lio/vertx/core/Future;"),
            InstrumentedMethods.intercept(EVICTION, "evict()V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, VertxPool::new);
    kinds.put(EVICTION, new VertxPoolIntegration());
  }
}
