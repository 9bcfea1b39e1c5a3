// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A session whose lease has ended, and whose holder learns of it at its next statement. From then
 * on nothing is committed either: the server knows of no failure.
 */
final class EndedSession {

  private final Connection live;
  private final Supplier<SQLException> failure;
  private final Runnable failed;
  private final AtomicBoolean told = new AtomicBoolean();

  EndedSession(Connection live, Supplier<SQLException> failure, Runnable failed) {
    this.live = live;
    this.failure = failure;
    this.failed = failed;
  }

  /** Throws the failure, if the statement is of this connection. */
  void fail(Object connection) throws SQLException {
    if (connection == live) {
      if (told.compareAndSet(false, true)) {
        failed.run();
      }
      throw failure.get();
    }
  }

  /** Throws the failure, if the transaction is of this connection, and a statement has failed. */
  void failAgain(Object connection) throws SQLException {
    if (connection == live && told.get()) {
      throw failure.get();
    }
  }
}
