// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hikari;

import dev.leasehold.inject.weave.Site;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;

/** The classes of HikariCP that are woven: the pool, and what sets up its connections. */
public final class HikariWeaving {

  /** What woven code calls this pool. */
  public static final String KIND = "hikari";

  private HikariWeaving() {}

  /** Returns the classes and which calls go into them. */
  public static List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "com/zaxxer/hikari/pool/HikariPool",
            Site.started(KIND, "<init>"),
            Site.stopped("shutdown()V")),
        new WovenClass(
            "com/zaxxer/hikari/pool/PoolBase",
            Site.setUp(KIND, "setupConnection(Ljava/sql/Connection;)V")),
        new WovenClass( // Until 2.3, as the next one.
            "com/zaxxer/hikari/pool/BaseHikariPool", Site.stopped("shutdown()V")),
        new WovenClass(
            "com/zaxxer/hikari/pool/PoolUtilities",
            Site.setUp(KIND, "isJdbc4ValidationSupported", "getAndSetNetworkTimeout")));
  }
}
