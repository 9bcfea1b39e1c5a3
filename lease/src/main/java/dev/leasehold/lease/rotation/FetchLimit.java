// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit for two kinds of credentials. The first is fetched because targets reject the credential
 * before. The second is read because the source has changed to a credential that the targets
 * reject. Each kind has a token bucket that holds ten tokens and gets a token back every six
 * seconds. The targets and the source cannot change that, as a fetch makes a role and a read makes
 * a failed login. The breaker alone allows six in a minute, but each credential that is taken
 * resets it. Not safe for many threads.
 */
final class FetchLimit {

  /** How many there may be at once. */
  static final int MOST = 10;

  /** How long it takes until there may be one more credential. */
  static final Duration EACH = Duration.ofSeconds(6);

  /**
   * How long it takes until there may be as many as at first. Duration multiplies by BigDecimal.
   */
  static final Duration ALL = Duration.ofSeconds(MOST * EACH.getSeconds());

  private final LeaseClock clock;

  /** The time that was left until the bucket was full, when the last credential was counted. */
  private Duration missing = Duration.ZERO;

  private @Nullable ClockReading last;

  FetchLimit(LeaseClock clock) {
    this.clock = clock;
  }

  /** Returns how long to wait before the next credential: {@link #EACH} at most. */
  Duration untilNext() {
    return positive(untilFull().plus(EACH).minus(ALL));
  }

  /** Returns whether none was counted within the last minute. */
  boolean isIdle() {
    return last == null || clock.now().since(last).compareTo(ALL) >= 0;
  }

  /**
   * Counts a credential. A credential that nobody asked about does not make later credentials wait
   * longer.
   */
  void count() {
    Duration more = untilFull().plus(EACH);
    missing = more.compareTo(ALL) < 0 ? more : ALL;
    last = clock.now();
  }

  private Duration untilFull() {
    return last == null ? Duration.ZERO : positive(missing.minus(clock.now().since(last)));
  }

  private static Duration positive(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }
}
