package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Moment;
import java.time.Duration;

/**
 * When the connections of a retired generation go: spread over a short time, so that a pool has
 * most of them while it replaces the others, or all at once where their role may be gone. Not safe
 * for many threads, but for {@link #isUnderWay}.
 */
final class Departure {

  /** The pause between two groups of connections that go. */
  static final Duration STEP = Duration.ofMillis(100);

  /** Long enough for a pool of some ten connections to lose them one by one. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** The part of what the lease has left that is spent on it at most. */
  private static final int SHARE = 10;

  private final Moment began;
  private final Duration span;
  private final int total;
  private int gone;

  /** Makes the departure of so many connections, that begins now and takes this long. */
  Departure(int total, Moment now, Duration span) {
    this.total = total;
    this.began = now;
    this.span = span;
  }

  static Departure of(Generation generation, int total, Moment now) {
    Duration span = generation.isCondemned() ? Duration.ZERO : span(generation.usableFor(now));
    return new Departure(total, now, span);
  }

  static Duration span(Duration left) {
    Duration share = left.dividedBy(SHARE);
    return share.compareTo(LONGEST) < 0 ? share : LONGEST;
  }

  /** Counts one more connection in if its turn has come at {@code now}. */
  boolean takes(Moment now) {
    boolean due = gone < due(now);
    gone += due ? 1 : 0;
    return due;
  }

  /** Returns whether some connections are to wait for their turn at {@code now}. */
  boolean isUnderWay(Moment now) {
    return now.since(began).compareTo(span) < 0;
  }

  /** Returns how many are to be gone: the first group begins, the last is all that is left. */
  private int due(Moment now) {
    Duration elapsed = now.since(began).plus(STEP);
    if (elapsed.compareTo(span) >= 0) {
      return Integer.MAX_VALUE;
    }
    return (int) Math.ceil(total * ((double) elapsed.toNanos() / span.toNanos()));
  }
}
