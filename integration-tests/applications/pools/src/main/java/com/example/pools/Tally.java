// SPDX-License-Identifier: Apache-2.0
package com.example.pools;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** The counts of the workload. */
final class Tally {

  private final AtomicLong queries = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong longestPauseMillis = new AtomicLong();
  private final AtomicLong waitingMillis = new AtomicLong();
  private final AtomicLong lastFailureNanos = new AtomicLong();

  void query(boolean asExpected) {
    queries.incrementAndGet();
    if (!asExpected) {
      wrong.incrementAndGet();
    }
  }

  void failure(SQLException e) {
    failed.incrementAndGet();
    lastFailureNanos.set(System.nanoTime());
    Workload.say("failure " + e.getSQLState() + " " + e.getMessage().replace('\n', ' '));
  }

  /** A thread had to wait so long for the answer to a query, failures in between included. */
  void pause(long millis) {
    longestPauseMillis.accumulateAndGet(millis, Math::max);
  }

  /** A thread has waited so long by now. */
  void pauseSoFar(long millis) {
    pause(millis);
    waitingMillis.accumulateAndGet(millis, Math::max);
  }

  /** Says so only in numbers: there may be no memory for words. */
  void unforeseen() {
    failed.incrementAndGet();
    lastFailureNanos.set(System.nanoTime());
  }

  /** Counts from zero. */
  void reset() {
    queries.set(0);
    failed.set(0);
    wrong.set(0);
    longestPauseMillis.set(0);
    lastFailureNanos.set(0);
  }

  String line() {
    long last = lastFailureNanos.get();
    return "tally queries="
        + queries
        + " failed="
        + failed
        + " wrong="
        + wrong
        + " longest-pause-ms="
        + longestPauseMillis
        + " waiting-ms="
        + waitingMillis.getAndSet(0)
        + " ms-since-failure="
        + (last == 0 ? -1 : (System.nanoTime() - last) / 1_000_000);
  }
}
