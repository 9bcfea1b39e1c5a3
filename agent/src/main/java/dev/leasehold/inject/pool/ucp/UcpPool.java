// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.pool.ucp;

import dev.leasehold.inject.MemberAccess;
import dev.leasehold.inject.pool.WeakPool;
import java.sql.Connection;
import java.util.function.Predicate;

/** Has the pool replace its idle connections that are not valid; retired connections are not. */
final class UcpPool extends WeakPool {

  /**
   * The pool asks the database about each idle connection: seldom, and sooner at first, as a short
   * lease may end before so many calls.
   */
  private static final int CALLS_BETWEEN_RECYCLINGS = 16;

  private int calls;

  /** Makes the eviction for an instance of {@code UniversalConnectionPoolImpl}. */
  UcpPool(Object pool) {
    super(pool);
  }

  @Override
  protected void evictFrom(Object pool, Predicate<Connection> retired, boolean first)
      throws ReflectiveOperationException {
    calls = first ? 0 : calls + 1;
    if (isTurn(calls)) {
      MemberAccess.call(pool, "recycle");
    }
  }

  /** 0, 1, 2, 4, 8, 16, 32, 48 and so on. */
  private static boolean isTurn(int call) {
    return call < CALLS_BETWEEN_RECYCLINGS
        ? (call & (call - 1)) == 0
        : call % CALLS_BETWEEN_RECYCLINGS == 0;
  }
}
