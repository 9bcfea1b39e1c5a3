// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.c3p0;

import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;

/** The class of c3p0 that is woven. */
public final class C3p0Weaving {

  /** What woven code calls this pool. */
  public static final String KIND = "c3p0";

  private C3p0Weaving() {}

  /** Returns the class and which calls go into it. */
  public static List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "com/mchange/v2/resourcepool/BasicResourcePool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close(Z)V")));
  }
}
