// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.glassfish;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The class of GlassFish and Payara that is woven: the pool. It asks itself whether each connection
 * that it is about to lend is valid, and says yes unless it is told to look.
 */
public final class GlassFishWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "glassfish";

  @Override
  public List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "com/sun/enterprise/resource/pool/ConnectionPool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.refusing(KIND, "isConnectionValid")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new GlassFishIntegration());
  }
}
