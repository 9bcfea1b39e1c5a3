// SPDX-License-Identifier: Apache-2.0
package com.example.reactive;

import java.util.concurrent.atomic.AtomicLong;

/** The counts of the workload. */
final class Tally {

  private final AtomicLong queries = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong longestPauseMillis = new AtomicLong();
  private final AtomicLong lastFailureNanos = new AtomicLong();

  void query(boolean asExpected) {
    queries.incrementAndGet();
    if (!asExpected) {
      wrong.incrementAndGet();
    }
  }

  void failure(Throwable e) {
    failed.incrementAndGet();
    lastFailureNanos.set(System.nanoTime());
    Workload.say("failure " + String.valueOf(e).replace('\n', ' '));
  }

  void pause(long millis) {
    longestPauseMillis.accumulateAndGet(millis, Math::max);
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
        + " ms-since-failure="
        + (last == 0 ? -1 : (System.nanoTime() - last) / 1_000_000);
  }
}
