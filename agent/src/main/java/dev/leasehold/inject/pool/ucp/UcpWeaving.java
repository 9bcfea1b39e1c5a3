// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.ucp;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The class of UCP that is woven: the pool, when it is made and when a connection comes back. */
public final class UcpWeaving implements PoolDescription {

  /** What woven code calls this pool. */
  public static final String KIND = "ucp";

  /** The class that opens connections, in the background as well; it is not woven. */
  private static final String OPENS = "oracle.ucp.common.Core";

  @Override
  public List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "oracle/ucp/common/UniversalConnectionPoolImpl",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.refusing(
                KIND, "returnConnection(Loracle/ucp/UniversalPooledConnection;)V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new UcpIntegration());
  }

  @Override
  public List<String> openers() {
    return Collections.singletonList(OPENS);
  }
}
