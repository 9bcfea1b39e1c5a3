// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.bonecp;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The classes of BoneCP that are woven. The pool asks a connection whether its greatest age has
 * come when it comes back.
 */
public final class BoneCpWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "bonecp";

  @Override
  public List<WovenClass> classes() {
    return Arrays.asList(
        new WovenClass(
            "com/jolbox/bonecp/BoneCP",
            InstrumentedMethods.started(KIND, "<init>"),
            InstrumentedMethods.stopped("shutdown()V")),
        new WovenClass(
            "com/jolbox/bonecp/ConnectionHandle",
            InstrumentedMethods.keeping(KIND, "isExpired()Z")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new BoneCpIntegration());
  }
}
