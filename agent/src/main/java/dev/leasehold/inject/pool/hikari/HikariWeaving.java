// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hikari;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The classes of HikariCP that are woven: the pool, and the class that sets up its connections. */
public final class HikariWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "hikari";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "com/zaxxer/hikari/pool/HikariPool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("shutdown()V")),
        new WovenClass(
            "com/zaxxer/hikari/pool/PoolBase",
            InstrumentedMethods.setUp(KIND, "setupConnection(Ljava/sql/Connection;)V")),
        new WovenClass( // Until 2.3, as the next one.
            "com/zaxxer/hikari/pool/BaseHikariPool", InstrumentedMethods.stopped("shutdown()V")),
        new WovenClass(
            "com/zaxxer/hikari/pool/PoolUtilities",
            InstrumentedMethods.setUp(
                KIND, "isJdbc4ValidationSupported", "getAndSetNetworkTimeout")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new HikariIntegration());
  }
}
