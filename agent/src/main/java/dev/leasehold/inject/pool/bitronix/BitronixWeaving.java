// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.bitronix;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The class of Bitronix that is woven: the pool behind a {@code PoolingDataSource}. The pool is
 * told of each change of its connections' states, and so of each return. The pool is also closed
 * and filled anew without having ended, so its end is not woven.
 */
public final class BitronixWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "bitronix";

  @Override
  public List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "bitronix/tm/resource/common/XAPool",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.refusing(KIND, "stateChanged")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new BitronixIntegration());
  }
}
