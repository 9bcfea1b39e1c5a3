// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time that the credential of a file has left. The wall clock judges an end that is read for
 * the first time. An end that is read again is no later than it was then. The clock may have been
 * set back since, so the clock by which more time has gone by counts. Safe for use by many threads.
 */
final class RemainingTime {

  private final Duration margin;

  /** The content that was read last. */
  @GuardedBy("this") private @Nullable ParsedCredential read;

  @GuardedBy("this") private @Nullable ClockReading readAt;

  @GuardedBy("this") private Duration lasted = Duration.ZERO;

  /**
   * Makes it.
   *
   * @param margin the shortest remaining time of a credential that is of use; a credential has to
   *     last longer
   */
  RemainingTime(Duration margin) {
    this.margin = margin;
  }

  /**
   * Returns the time that a credential has left from {@code now} on; zero or less when it has
   * ended.
   *
   * @param byWallClock the remaining time by the wall clock
   */
  synchronized Duration of(ParsedCredential credential, Duration byWallClock, ClockReading now) {
    if (byWallClock.compareTo(margin) <= 0) {
      return byWallClock; // And perhaps not for long: the clock may be corrected.
    }
    ClockReading then = readAt;
    if (then == null || !credential.equals(read)) {
      read = credential;
      readAt = now;
      lasted = byWallClock;
      return byWallClock;
    }
    Duration left = lasted.minus(now.since(then));
    return left.compareTo(byWallClock) < 0 ? left : byWallClock;
  }
}
