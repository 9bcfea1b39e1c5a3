// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs one transaction after the other, each as long as chance says, until it is told to stop. */
final class Worker implements Runnable {

  private static final long STEP_MILLIS = 100;
  private static final long ANSWERED = Long.MIN_VALUE;

  private final ConnectionSource source;
  private final String sql;
  private final int maxMillis;
  private final Tally tally;
  private final Misdeeds misdeeds;
  private volatile long waitingSince = ANSWERED;
  private volatile boolean stopped;

  Worker(ConnectionSource source, Options options, Tally tally, Misdeeds misdeeds) {
    this.source = source;
    this.sql = options.text("sql");
    this.maxMillis = options.number("max-transaction-ms");
    this.tally = tally;
    this.misdeeds = misdeeds;
  }

  void stop() {
    stopped = true;
  }

  /** Counts the wait for an answer that has not come yet. */
  void pauseSoFar() {
    long since = waitingSince;
    if (since != ANSWERED) {
      tally.pauseSoFar((System.nanoTime() - since) / 1_000_000);
    }
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        step();
      } catch (RuntimeException | Error unforeseen) {
        tally.unforeseen();
      }
    }
  }

  private void step() {
    if (waitingSince == ANSWERED) {
      waitingSince = System.nanoTime();
    }
    misdeeds.beforeBorrowing();
    try (Connection connection = source.connection()) {
      transaction(connection, ThreadLocalRandom.current().nextInt(maxMillis + 1));
    } catch (SQLException e) {
      tally.failure(e);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    boolean ignored = Thread.interrupted(); // The next transaction begins without it.
  }

  /** A transaction with a statement each 100 ms. */
  private void transaction(Connection connection, int millis) throws SQLException {
    connection.setAutoCommit(false);
    try {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      query(connection);
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(STEP_MILLIS, millis)));
        waitingSince = System.nanoTime();
        query(connection);
      }
      if (misdeeds.abort(connection)) {
        return;
      }
      connection.commit();
    } catch (SQLException e) {
      rollBack(connection);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException alreadyBroken) {
      // The failure that led here is the failure to report.
    }
  }

  private void query(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      tally.query(row.next() && row.getBoolean(1));
      tally.pause((System.nanoTime() - waitingSince) / 1_000_000);
      waitingSince = ANSWERED;
    }
  }
}
