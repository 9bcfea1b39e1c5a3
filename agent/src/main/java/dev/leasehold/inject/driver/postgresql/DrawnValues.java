// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The databases in which {@code currval} or {@code lastval} is called outside a transaction. It
 * asks for a value that an earlier transaction of the session may have drawn of a sequence. Each
 * connection to such a database may be asked so next, by the same code of the application. Within a
 * transaction the value is from the same transaction as a rule, and no session is replaced there.
 * Safe for many threads, none of which waits.
 */
final class DrawnValues {

  private static final HandOverResult ASKED =
      HandOverResult.pinned(
          PinReason.STATEMENT,
          "currval or lastval is called outside a transaction in its database, and a new session"
              + " would not know the value");

  private final Set<String> databases = ConcurrentHashMap.newKeySet();

  /** Whether any statement calls one of them. Most applications have none, and pay no more. */
  private volatile boolean isPossible;

  /** A statement was made that calls one of them, to be executed now or later. */
  void parsed(SessionActivity activity) {
    activity.mayAskForDrawn();
    isPossible = true;
  }

  /** Returns whether a statement can be a call. */
  boolean isPossible() {
    return isPossible;
  }

  /**
   * A statement is about to be sent. The first statement of a transaction counts as outside of it,
   * as the driver sends its begin along.
   *
   * @param query the driver's {@code Query}
   */
  void sends(SessionActivity activity, Object executor, Object query)
      throws ReflectiveOperationException {
    if (!activity.isToAskForDrawn() || PostgresSession.isInTransaction(executor)) {
      return;
    }
    String database = PostgresSession.database(executor);
    if (!databases.contains(database)) { // Else each statement would be read once more.
      String sql = String.valueOf(MemberAccess.call(query, "getNativeSql"));
      if (SessionTraits.of(sql).asksForDrawn()) {
        databases.add(database);
      }
    }
  }

  /** Returns whether there is any such database. */
  boolean hasAny() {
    return !databases.isEmpty();
  }

  /** Returns the reason that no connection to a database can be moved; null when some can. */
  @Nullable HandOverResult pin(String database) {
    return databases.contains(database) ? ASKED : null;
  }
}
