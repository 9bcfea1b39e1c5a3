// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a pool's connection is to go: itself, or the physical connection that it wraps, as
 * a logging or tracing driver makes them.
 */
final class RetiredPredicate implements Predicate<Connection> {

  private final Ledger ledger;
  private final Set<Object> entries;
  private @Nullable Set<Class<? extends Connection>> physicalTypes;

  RetiredPredicate(Ledger ledger, Set<Object> entries) {
    this.ledger = ledger;
    this.entries = entries;
  }

  @Override
  public boolean test(Connection pooled) {
    if (ledger.generationOf(pooled) != null) {
      return ledger.isRetired(pooled);
    }
    if (physicalTypes == null) {
      physicalTypes = physicalTypes();
    }
    for (Class<? extends Connection> type : physicalTypes) {
      if (isRetiredWithin(pooled, type)) {
        return true;
      }
    }
    return false;
  }

  private boolean isRetiredWithin(Connection wrapper, Class<? extends Connection> type) {
    try {
      return !type.isInstance(wrapper)
          && wrapper.isWrapperFor(type)
          && ledger.isRetired(wrapper.unwrap(type));
    } catch (SQLException | RuntimeException | AbstractMethodError closedOrOld) {
      return false;
    }
  }

  private Set<Class<? extends Connection>> physicalTypes() {
    Set<Class<? extends Connection>> types = new HashSet<>();
    for (Object entry : entries) {
      Connection connection = ((TrackedConnection) entry).jdbc();
      if (connection != null) {
        types.add(connection.getClass());
      }
    }
    return types;
  }
}
