// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in buckets from 5 ms to an hour. Safe for many threads. */
public final class DurationHistogram {

  /**
   * Upper bounds in seconds: the bounds of Prometheus' clients, for a request to Vault. They go on
   * to an hour, for the drain of a generation.
   */
  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600
  };

  private static final double NANOS = 1e9;

  private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
  private final LongAdder nanos = new LongAdder();

  DurationHistogram() {}

  void record(Duration duration) {
    double seconds = duration.toNanos() / NANOS;
    int bucket = 0;
    while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
      bucket++;
    }
    nanos.add(duration.toNanos());
    buckets.incrementAndGet(bucket);
  }

  Snapshot snapshot() {
    long[] cumulative = new long[BOUNDS.length + 1];
    long sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += buckets.get(i);
      cumulative[i] = sum;
    }
    return new Snapshot(cumulative, nanos.sum() / NANOS);
  }

  /** The counts so far. Immutable. */
  public static final class Snapshot {

    private final long[] cumulative;
    private final double sum;

    private Snapshot(long[] cumulative, double sum) {
      this.cumulative = cumulative;
      this.sum = sum;
    }

    /** Returns how many buckets there are, the last without a bound. */
    public int buckets() {
      return cumulative.length;
    }

    /** Returns the upper bound of a bucket, in seconds; infinite for the last. */
    public double bound(int bucket) {
      return bucket < BOUNDS.length ? BOUNDS[bucket] : Double.POSITIVE_INFINITY;
    }

    /** Returns how many durations were no longer than a bucket's bound. */
    public long upTo(int bucket) {
      return cumulative[bucket];
    }

    /** Returns how many durations were counted. */
    public long count() {
      return cumulative[cumulative.length - 1];
    }

    /** Returns the sum of all durations, in seconds. */
    public double sum() {
      return sum;
    }
  }
}
