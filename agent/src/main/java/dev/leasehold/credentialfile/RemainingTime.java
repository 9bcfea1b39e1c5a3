// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.credentialfile;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The time that the credential of a file has left. The wall clock judges an end that is read for
 * the first time. One that is read again is no later than it was then: the clock may have been set
 * back since, and the one that says more time has gone by counts. Safe for use by many threads.
 */
final class RemainingTime {

  private final Duration margin;

  /** The content that was read last. */
  @GuardedBy("this") private @Nullable FileCredential read;

  @GuardedBy("this") private @Nullable ClockReading readAt;

  @GuardedBy("this") private Duration lasted = Duration.ZERO;

  /**
   * Makes it.
   *
   * @param margin what a credential has to last longer than to be of use
   */
  RemainingTime(Duration margin) {
    this.margin = margin;
  }

  /**
   * Returns how long a credential lasts from {@code now} on; zero or less when it has ended.
   *
   * @param byWallClock what remains of it as the wall clock has it
   */
  synchronized Duration of(FileCredential credential, Duration byWallClock, ClockReading now) {
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
