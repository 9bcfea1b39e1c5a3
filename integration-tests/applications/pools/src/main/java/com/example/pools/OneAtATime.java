// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

/** One connection that all threads share, each with a lock while it uses it. */
abstract class OneAtATime implements ConnectionSource {

  private final ReentrantLock lock = new ReentrantLock();

  /** Returns the connection that is kept, with the lock. */
  abstract Connection kept() throws SQLException;

  @Override
  public final Connection connection() throws SQLException {
    lock.lock();
    boolean lent = false;
    try {
      Connection connection = LentConnection.of(kept(), lock::unlock);
      lent = true;
      return connection;
    } finally {
      if (!lent) {
        lock.unlock();
      }
    }
  }
}
