// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.pgpooling;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of {@code PGPoolingDataSource} that are woven: the pool, and its listener, which is
 * told when a connection comes back.
 */
public final class PgPoolingWeaving {

  /** What woven code calls this pool. */
  public static final String KIND = "pgpooling";

  private static final String POOL = "org/postgresql/ds/PGPoolingDataSource";

  private PgPoolingWeaving() {}

  /** Returns the classes and which calls go into them. */
  public static List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            POOL,
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close()V")),
        new WovenClass(
            POOL + "$1",
            InstrumentedMethods.intercept(KIND, "connectionClosed(Ljavax/sql/ConnectionEvent;)V")));
  }
}
