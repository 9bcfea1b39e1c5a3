// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts the logins of a process, and knows how long its token lives. Safe for many threads. */
public final class LoginMetrics {

  private final LeaseClock clock;
  private final LongAdder succeeded = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile @Nullable ClockReading lastLogin;
  private volatile @Nullable Life life;

  LoginMetrics(LeaseClock clock) {
    this.clock = clock;
  }

  /** Counts a login whose token lives for so long. */
  public void loggedIn(Duration tokenLife) {
    succeeded.increment();
    lastLogin = clock.now();
    renewed(tokenLife);
  }

  /** Takes note that the token lives for so long from now on. */
  public void renewed(Duration tokenLife) {
    life = new Life(clock.now(), tokenLife);
  }

  /** Counts a login that failed. */
  public void failed() {
    failed.increment();
  }

  void collect(List<Sample> samples) {
    ClockReading now = clock.now();
    samples.add(Sample.of(MetricName.LOGINS, succeeded.sum(), "success"));
    samples.add(Sample.of(MetricName.LOGINS, failed.sum(), "failure"));
    ClockReading login = lastLogin;
    Life token = life;
    Duration since = login == null ? null : now.since(login);
    samples.add(Sample.of(MetricName.SINCE_LOGIN, BindingMetrics.seconds(since)));
    Duration left = token == null ? null : token.remaining(now);
    samples.add(Sample.of(MetricName.TOKEN_REMAINING, BindingMetrics.seconds(left)));
    Duration whole = token == null ? null : token.whole;
    samples.add(Sample.of(MetricName.TOKEN_DURATION, BindingMetrics.seconds(whole)));
  }

  private static final class Life {
    private final ClockReading since;
    private final Duration whole;

    Life(ClockReading since, Duration whole) {
      this.since = since;
      this.whole = whole;
    }

    Duration remaining(ClockReading now) {
      Duration left = whole.minus(now.since(since));
      return left.isNegative() ? Duration.ZERO : left;
    }
  }
}
