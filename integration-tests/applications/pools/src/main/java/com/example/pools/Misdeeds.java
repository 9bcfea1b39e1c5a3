// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The application's misdeeds against its own threads and connections, so many times. */
final class Misdeeds {

  private final AtomicInteger interrupts = new AtomicInteger();
  private final AtomicInteger aborts = new AtomicInteger();

  /** So many threads are interrupted when they ask for a connection. */
  void interrupt(int times) {
    interrupts.set(times);
  }

  /** So many connections are aborted in the middle of a transaction. */
  void abort(int times) {
    aborts.set(times);
  }

  /** Called before a thread asks for a connection. */
  void beforeBorrowing() {
    if (take(interrupts)) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called in a transaction; returns whether the connection is gone. */
  boolean abort(Connection connection) throws SQLException {
    boolean due = take(aborts);
    if (due) {
      connection.abort(Runnable::run);
    }
    return due;
  }

  /** Returns how many are still to be done. */
  int left() {
    return interrupts.get() + aborts.get();
  }

  private static boolean take(AtomicInteger left) {
    return left.get() > 0 && left.getAndDecrement() > 0;
  }
}
