// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Generation;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The times at which the connections of a retired generation go. They are spread over a short part
 * of its life, so that a pool has most connections while it replaces the others. Where there is a
 * reason to hurry, all go at once. Not safe for many threads, but for {@link #isUnderWay}.
 *
 * <p>It is asked about every connection at each look, so that is two numbers compared.
 */
final class DrainSchedule {

  /**
   * HikariCP spreads the end of its connections over 2.5% of their maximum lifetime, for the same
   * reason; this is as much of an hour.
   */
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** The divisor of the lease's remaining time: one such part is spent on it at most. */
  private static final int SHARE = 10;

  /** The part of the generation's age that is spent on it at most: the next may be as short. */
  private static final double AGE_SHARE = 0.4;

  /** After that, a holder that closes none of them when its turn has come does not do so at all. */
  private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(60);

  private static final Duration SHORTEST_STEP = Duration.ofMillis(100);
  private static final int STEPS = 90;

  private final ClockReading began;
  private final Duration span;
  private final Duration patience;
  private final BooleanSupplier expedited;
  private final int total;
  private int due;
  private int gone;

  /**
   * Makes the schedule of so many connections, that begins now and takes this long.
   *
   * @param left the time for which the connections can be used after it began
   */
  DrainSchedule(
      int total, ClockReading now, Duration span, Duration left, BooleanSupplier expedited) {
    this.total = total;
    this.began = now;
    this.span = span;
    this.patience = shorter(LONGEST_PATIENCE, left.minus(span).dividedBy(2));
    this.expedited = expedited;
  }

  static DrainSchedule of(Generation generation, int total, ClockReading now) {
    Duration left = generation.usableFor(now);
    Duration span = span(left, now.since(generation.bornAt()));
    return new DrainSchedule(total, now, span, left, generation::goesAtOnce);
  }

  static Duration span(Duration left, Duration age) {
    Duration ofAge = Duration.ofNanos((long) (age.toNanos() * AGE_SHARE));
    return shorter(LONGEST, shorter(left.dividedBy(SHARE), ofAge));
  }

  /** Returns the pause between two groups of connections that go. */
  Duration step() {
    Duration step = span.dividedBy(STEPS);
    return step.compareTo(SHORTEST_STEP) < 0 ? SHORTEST_STEP : step;
  }

  /** Begins a look at the connections at {@code now}. */
  void look(ClockReading now) {
    due = due(now);
  }

  /** Returns whether the turn of one more connection had come when the look began. */
  boolean takesMore() {
    return gone < due;
  }

  /** Counts a connection that goes. */
  void took() {
    gone++;
  }

  /** Returns whether some connections are to wait for their turn at {@code now}. */
  boolean isUnderWay(ClockReading now) {
    return !expedited.getAsBoolean() && now.since(began).compareTo(span) < 0;
  }

  /**
   * Returns whether the remaining connections have been told long enough ago. By {@code now} their
   * holder should have let go of them, if it does that at all. Before the deadline, by as long
   * again.
   */
  boolean isOverdue(ClockReading now) {
    return now.since(began).compareTo(span.plus(patience)) >= 0;
  }

  /**
   * Returns the number that are to be gone: the first group begins, the last is all that is left.
   */
  private int due(ClockReading now) {
    Duration elapsed = now.since(began).plus(step());
    if (expedited.getAsBoolean() || elapsed.compareTo(span) >= 0) {
      return Integer.MAX_VALUE;
    }
    return (int) Math.ceil(total * ((double) elapsed.toNanos() / span.toNanos()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
