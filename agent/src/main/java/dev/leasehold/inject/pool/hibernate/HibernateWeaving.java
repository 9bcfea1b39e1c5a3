// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hibernate;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.inject.pool.PoolDescription;
import dev.leasehold.inject.weave.InstrumentedMethods;
import dev.leasehold.inject.weave.WovenClass;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The class of Hibernate that is woven: the provider of connections that is used where only a URL
 * is configured. Its pool asks it whether a connection is valid when it is lent and when it comes
 * back; it says so of all.
 */
public final class HibernateWeaving implements PoolDescription {

  /** The name that woven code has for this pool. */
  public static final String KIND = "hibernate";

  @Override
  public List<WovenClass> classes() {
    return Collections.singletonList(
        new WovenClass(
            "org/hibernate/engine/jdbc/connections/internal/DriverManagerConnectionProviderImpl",
            InstrumentedMethods.started(KIND, "configure"),
            InstrumentedMethods.refusing(KIND, "isValid(Ljava/sql/Connection;)Z"),
            InstrumentedMethods.stopped("stop()V")));
  }

  @Override
  public void addTo(Map<String, PoolIntegration> kinds) {
    kinds.put(KIND, new HibernateIntegration());
  }
}
