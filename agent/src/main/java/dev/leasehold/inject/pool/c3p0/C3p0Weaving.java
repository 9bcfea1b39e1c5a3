// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.c3p0;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The class of c3p0 that is woven. */
public final class C3p0Weaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "c3p0";

  @Override
  public List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "com/mchange/v2/resourcepool/BasicResourcePool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("close(Z)V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, C3p0Pool::new);
  }
}
