// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.dbcp;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of DBCP that are woven: the factory of connections, which knows its pool once it is
 * made, or told; and the connection, which its borrower closes.
 */
public final class DbcpWeaving {

  /** What woven code calls the pool of DBCP 1. */
  public static final String FIRST = "dbcp1";

  /** What woven code calls the pool of DBCP 2. */
  public static final String SECOND = "dbcp2";

  private DbcpWeaving() {}

  /** Returns the classes and which calls go into them. */
  public static List<WovenClass> classes() {
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
}
