// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.tomcat;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of Tomcat JDBC that are woven. The pool asks a connection whether its greatest age
 * has come when it is lent and when it comes back. A connection that says so is opened anew, or
 * closed.
 */
public final class TomcatWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "tomcat";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "org/apache/tomcat/jdbc/pool/ConnectionPool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close(Z)V")),
        new WovenClass(
            "org/apache/tomcat/jdbc/pool/PooledConnection",
            InstrumentedMethods.keeping(KIND, "isMaxAgeExpired()Z")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new TomcatIntegration());
  }
}
