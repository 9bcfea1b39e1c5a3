// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A session whose lease has ended, and whose holder learns of it at its next statement. */
final class EndedSession {

  private final Connection live;
  private final SQLException failure;
  private final Runnable failed;
  private final AtomicBoolean told = new AtomicBoolean();

  EndedSession(Connection live, SQLException failure, Runnable failed) {
    this.live = live;
    this.failure = failure;
    this.failed = failed;
  }

  /** Throws the failure, if the call is of this connection. */
  void fail(Object connection) throws SQLException {
    if (connection == live) {
      if (told.compareAndSet(false, true)) {
        failed.run();
      }
      throw failure;
    }
  }
}
