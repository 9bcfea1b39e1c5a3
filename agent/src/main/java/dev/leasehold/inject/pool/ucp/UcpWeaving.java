// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.ucp;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;

/** The class of UCP that is woven: the pool, when it is made and when a connection comes back. */
public final class UcpWeaving {

  /** What woven code calls this pool. */
  public static final String KIND = "ucp";

  /** The class that opens connections, in the background as well; it is not woven. */
  public static final String OPENS = "oracle.ucp.common.Core";

  private UcpWeaving() {}

  /** Returns the class and which calls go into it. */
  public static List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "oracle/ucp/common/UniversalConnectionPoolImpl",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.refusing(
                KIND, "returnConnection(Loracle/ucp/UniversalPooledConnection;)V")));
  }
}
