// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import java.time.Duration;

/**
 * Waits of which each is twice the wait before, up to a cap. Each is shortened by chance by up to a
 * half, so that a fleet that failed together does not come back together. Not safe for many
 * threads.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final int MAX_DOUBLINGS = 16;

  private final Duration cap;
  private final Jitter jitter;
  private int failures;

  Backoff(Duration cap, Jitter jitter) {
    this.cap = cap;
    this.jitter = jitter;
  }

  /** Returns the wait after one more failure, at most {@code limit}. */
  Duration next(Duration limit) {
    long doubled = FIRST.toNanos() << Math.min(failures++, MAX_DOUBLINGS);
    long bounded =
        Math.min(Math.min(doubled, cap.toNanos()), Math.max(limit.toNanos(), FIRST.toNanos()));
    return Duration.ofNanos((long) (bounded * (1 - jitter.next() / 2)));
  }

  /** Says that it works again. */
  void reset() {
    failures = 0;
  }
}
