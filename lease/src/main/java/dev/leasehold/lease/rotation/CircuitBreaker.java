// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import java.time.Duration;

/**
 * Counts the credentials that the database rejected one after the other. After a few rejections the
 * cause is probably not a credential, and more tries would lock accounts and make roles for
 * nothing. Each further try waits twice as long, 32 s at most. Not safe for many threads, but for
 * {@link #isCounting()}.
 */
final class CircuitBreaker {

  private static final int TOLERATED = 2;
  private static final int MAX_DOUBLINGS = 5;

  private volatile int rejections;

  /**
   * Notes a rejection and returns how long to wait before the next credential is fetched: zero for
   * the first rejections.
   */
  Duration rejected() {
    int row = rejections + 1;
    rejections = row;
    return row <= TOLERATED
        ? Duration.ZERO
        : Duration.ofSeconds(1L << Math.min(row - TOLERATED, MAX_DOUBLINGS));
  }

  int rejections() {
    return rejections;
  }

  /** Returns whether there were rejections since a credential was last taken. One volatile read. */
  boolean isCounting() {
    return rejections > 0;
  }

  void accepted() {
    rejections = 0;
  }
}
