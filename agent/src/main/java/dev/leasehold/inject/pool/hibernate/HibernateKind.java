// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.hibernate;

import dev.leasehold.inject.PoolKind;
import dev.leasehold.retire.Pool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Hibernate's own pool. */
public final class HibernateKind implements PoolKind {

  /** Makes the one that there is. */
  public HibernateKind() {}

  @Override
  public Pool reach(Object instance) {
    return new HibernatePool(instance);
  }

  @Override
  public boolean isToGo(Object pooled, Predicate<Connection> retired) {
    return retired.test((Connection) pooled);
  }
}
