// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.druid;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The woven classes of Druid: the pool, and the holder of a connection. The pool resets a holder
 * when it comes back, and then keeps it unless it was discarded.
 */
public final class DruidWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "druid";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "com/alibaba/druid/pool/DruidDataSource", InstrumentedMethods.started(KIND, "<init>")),
        new WovenClass(
            "com/alibaba/druid/pool/DruidConnectionHolder",
            InstrumentedMethods.keeping(KIND, "reset()V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new DruidIntegration());
  }
}
