// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.agroal;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The woven classes of Agroal: the pool, the class that sets up its connections, and the class of a
 * pooled connection. The pool resets such a connection at its return.
 */
public final class AgroalWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "agroal";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "io/agroal/pool/ConnectionPool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close()V")),
        new WovenClass(
            "io/agroal/pool/ConnectionHandler",
            InstrumentedMethods.keeping(KIND, "resetConnection()V")),
        new WovenClass(
            "io/agroal/pool/ConnectionFactory",
            InstrumentedMethods.setUp(
                KIND, "connectionSetup(Ljava/sql/Connection;)Ljava/sql/Connection;")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new AgroalIntegration());
  }
}
