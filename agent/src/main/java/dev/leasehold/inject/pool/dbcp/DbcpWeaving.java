// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.dbcp;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The classes of DBCP that are woven: the factory of connections, and the connection, which its
 * borrower closes. The factory knows its pool once it is made, or told.
 */
public final class DbcpWeaving implements PoolDescription {

  /** The name that woven code has for the pool of DBCP 1. */
  public static final String FIRST = "dbcp1";

  /** The name that woven code has for the pool of DBCP 2. */
  public static final String SECOND = "dbcp2";

  @Override
  public List<WovenClass> classes() {
    List<WovenClass> classes = new ArrayList<>();
    add(classes, "org/apache/commons/dbcp/", FIRST, "<init>");
    add(classes, "org/apache/commons/dbcp2/", SECOND, "setPool");
    add(classes, "org/apache/tomcat/dbcp/dbcp2/", SECOND, "setPool");
    return classes;
  }

  private static void add(List<WovenClass> classes, String home, String kind, String started) {
    classes.add(
        new WovenClass(
            home + "PoolableConnectionFactory", InstrumentedMethods.started(kind, started)));
    classes.add(
        new WovenClass(home + "PoolableConnection", InstrumentedMethods.keeping(kind, "close()V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(FIRST, DbcpIntegration.first());
    kinds.put(SECOND, DbcpIntegration.second());
  }
}
