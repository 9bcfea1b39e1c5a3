package dev.leasehold.retire;

import dev.leasehold.lease.Generation;
import dev.leasehold.lease.Moment;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one generation, those that are being opened included: a generation whose
 * credential is in a driver's hands is not drained until its deadline. What is opened later still
 * is to be aborted, so a connect that hangs for ever holds nothing up. Safe for many threads.
 */
final class Cohort {

  private final Generation generation;
  private volatile @Nullable Departure departure;
  private volatile boolean drained;

  // All are guarded by this.
  private int opening;
  private int open;
  private boolean used;

  Cohort(Generation generation) {
    this.generation = generation;
  }

  Generation generation() {
    return generation;
  }

  /**
   * Counts in a connection that is being opened; false when the generation is drained and its lease
   * may be gone.
   */
  synchronized boolean enter() {
    if (drained) {
      return false;
    }
    opening++;
    return true;
  }

  /** Counts out a connection that was being opened, as there is none. */
  synchronized void failed() {
    opening--;
  }

  /** Says that a connection that was being opened is open; returns whether it is the first one. */
  synchronized boolean opened() {
    boolean first = !used;
    used = true;
    opening--;
    open++;
    return first;
  }

  /** Counts out a connection that was open. */
  synchronized void leave() {
    open--;
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
  synchronized int held() {
    return opening + open;
  }

  /**
   * Lets nothing in any more, if it is retired, nothing is left, and it is not held for a target;
   * returns whether that is so. What is still being opened at the deadline does not count.
   */
  synchronized boolean drain(Moment now) {
    boolean empty = open == 0 && (opening == 0 || !generation.isUsable(now));
    drained |= isRetired() && empty && generation.drain(now);
    return drained;
  }

  /** Returns whether it has drained; what is open nevertheless was opened too late. Cheap. */
  boolean isDrained() {
    return drained;
  }
}
