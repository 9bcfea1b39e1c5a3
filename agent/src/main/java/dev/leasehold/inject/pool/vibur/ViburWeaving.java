// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.vibur;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of Vibur that are woven: the data source and the factory. The data source has its
 * pool once it is started. The pool asks the factory whether a connection may be lent, or kept when
 * it comes back.
 */
public final class ViburWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "vibur";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "org/vibur/dbcp/ViburDBCPDataSource",
            InstrumentedMethods.started(KIND, "start()V"),
            InstrumentedMethods.stopped("terminate()V")),
        new WovenClass(
            "org/vibur/dbcp/pool/ConnectionFactory",
            InstrumentedMethods.refusing(
                KIND,
                "readyToTake(Lorg/vibur/dbcp/pool/ConnHolder;)Z",
                "readyToRestore(Lorg/vibur/dbcp/pool/ConnHolder;)Z")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new ViburIntegration());
  }
}
