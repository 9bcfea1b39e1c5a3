// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.ucp;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The woven classes of UCP: the pool, and its connections. Calls go into the pool when it is made
 * and when a connection comes back. They go into connections when a statement validates them. Found
 * in the class files of 12.2.0.1, 19.22, 21.19 and 23.26.4.
 */
public final class UcpWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "ucp";

  /** The name that woven code has for a pooled object of this pool, where it is validated. */
  private static final String VALIDATED = "ucp.validated";

  /** The class that opens connections, in the background as well; it is not woven. */
  private static final String OPENS = "oracle.ucp.common.Core";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "oracle/ucp/common/UniversalConnectionPoolImpl",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.refusing(
                KIND, "returnConnection(Loracle/ucp/UniversalPooledConnection;)V")),
        new WovenClass(
            "oracle/ucp/jdbc/JDBCUniversalPooledConnection",
            InstrumentedMethods.validityOfPooled(VALIDATED, "validateConnectionWithSQL")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new UcpIntegration());
    kinds.put(VALIDATED, new UcpValidationIntegration());
  }

  @Override
  public List<String> openers() {
    return Collections.singletonList(OPENS);
  }
}
