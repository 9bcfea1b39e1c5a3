package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Moment;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one generation, those that are being opened included: a generation whose
 * credential is in a driver's hands is not drained.
 */
final class Cohort {

  private static final int DRAINED = -1;

  private final Generation generation;
  private final AtomicInteger held = new AtomicInteger();
  private volatile @Nullable Departure departure;

  Cohort(Generation generation) {
    this.generation = generation;
  }

  Generation generation() {
    return generation;
  }

  /** Counts one connection in; false when the generation is drained and its lease may be gone. */
  boolean enter() {
    int now = held.get();
    while (now != DRAINED && !held.compareAndSet(now, now + 1)) {
      now = held.get();
    }
    return now != DRAINED;
  }

  void leave() {
    held.decrementAndGet();
  }

  void retire(Moment now) {
    departure = Departure.of(generation, held(), now);
  }

  boolean isRetired() {
    return departure != null;
  }

  /** Returns when its connections go; null until it is retired. */
  @Nullable Departure departure() {
    return departure;
  }

  /** Returns how many connections are open or being opened. */
  int held() {
    return Math.max(0, held.get());
  }

  /** Lets nothing in any more, if it is retired and nothing is left; returns whether that is so. */
  boolean drain() {
    return isRetired() && (held.compareAndSet(0, DRAINED) || held.get() == DRAINED);
  }
}
