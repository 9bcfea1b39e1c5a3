// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One point in the future, kept as a moment and a time after it, so that both clocks count. Not
 * safe for many threads.
 */
final class RotationTimer {

  private final LeaseClock clock;
  private @Nullable ClockReading from;
  private Duration after = Duration.ZERO;

  RotationTimer(LeaseClock clock) {
    this.clock = clock;
  }

  void set(Duration fromNow) {
    setAt(clock.now(), fromNow);
  }

  void setAt(ClockReading start, Duration delay) {
    from = start;
    after = delay;
  }

  /** Brings the alarm forward to {@code delay} after {@code start}, if that is sooner. */
  void noLaterThan(ClockReading start, Duration delay) {
    Duration left = remaining();
    Duration other = delay.minus(clock.now().since(start));
    if (left == null || other.compareTo(left) < 0) {
      setAt(start, delay);
    }
  }

  void clear() {
    from = null;
  }

  boolean isDue() {
    Duration left = remaining();
    return left != null && left.isZero();
  }

  /** Returns the time until the alarm, or {@code other} if that is sooner; null for neither. */
  @Nullable Duration remainingOr(@Nullable Duration other) {
    Duration left = remaining();
    return left == null || (other != null && other.compareTo(left) < 0) ? other : left;
  }

  /** Returns the time until the alarm, zero when it is due, null when none is set. */
  @Nullable Duration remaining() {
    if (from == null) {
      return null;
    }
    Duration left = after.minus(clock.now().since(from));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
