// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.it;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for a condition that a server shows only when asked. It asks less often the longer it has
 * waited: a twentieth of that time passes between two looks, and {@value #SHORTEST_MILLIS} to
 * {@value #LONGEST_MILLIS} ms.
 */
public final class Eventually {

  private static final long SHORTEST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 100;
  private static final int LOOKS = 20;

  private Eventually() {}

  /** Returns once {@code condition} holds; fails after {@code bound} with {@code what}. */
  public static void holds(String what, Duration bound, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - begin;
      if (waited > bound.toNanos()) {
        throw new AssertionError("not within " + bound + ": " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis(waited)));
    }
  }

  private static long pauseMillis(long waitedNanos) {
    long share = TimeUnit.NANOSECONDS.toMillis(waitedNanos) / LOOKS;
    return Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, share));
  }
}
