// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for the state of connections. */
final class Connections {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Connections() {}

  /** A planned rotation lets them go one by one. */
  static void awaitInvalid(Connection connection) throws SQLException {
    long bound = System.nanoTime() + BOUND_NANOS;
    while (connection.isValid(5) && System.nanoTime() < bound) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    assertThat(connection.isValid(5)).isFalse();
  }

  /** The abort runs beside the report of it; its result is a closed connection. */
  static void awaitClosed(Connection... connections) throws SQLException {
    long bound = System.nanoTime() + BOUND_NANOS;
    for (Connection connection : connections) {
      while (!connection.isClosed() && System.nanoTime() < bound) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      assertThat(connection.isClosed()).isTrue();
    }
  }
}
