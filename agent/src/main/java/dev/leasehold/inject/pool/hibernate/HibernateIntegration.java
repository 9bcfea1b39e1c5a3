// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hibernate;

import dev.leasehold.inject.PoolIntegration;
import dev.leasehold.retire.EvictablePool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Hibernate's own pool. */
public final class HibernateIntegration implements PoolIntegration {

  /** Makes the only instance. */
  public HibernateIntegration() {}

  @Override
  public EvictablePool reach(Object instance) {
    return new HibernatePool(instance);
  }

  @Override
  public boolean shouldDiscard(Object pooled, Predicate<Connection> spent) {
    return spent.test((Connection) pooled);
  }
}
