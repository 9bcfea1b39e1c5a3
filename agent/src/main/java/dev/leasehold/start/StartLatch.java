// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wait of the application's threads at start: bounded, and they stay interrupted. */
final class StartLatch {

  /**
   * Longer than the start takes on a throttled container: a delayed start-up is not a hung
   * start-up.
   */
  static final long BOUND_SECONDS = 30;

  private final CountDownLatch latch = new CountDownLatch(1);

  void open() {
    latch.countDown();
  }

  /** Waits until the latch is open; returns false when it is not after the bound. */
  boolean await() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException notNow) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
