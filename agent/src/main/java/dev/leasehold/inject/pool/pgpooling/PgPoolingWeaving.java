// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.pgpooling;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of {@code PGPoolingDataSource} that are woven: the pool, and its listener, which is
 * told when a connection comes back.
 */
public final class PgPoolingWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "pgpooling";

  private static final String POOL = "org/postgresql/ds/PGPoolingDataSource";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            POOL,
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close()V")),
        new WovenClass(
            POOL + "$1",
            InstrumentedMethods.intercept(KIND, "connectionClosed(Ljavax/sql/ConnectionEvent;)V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new PgPoolingIntegration());
  }
}
