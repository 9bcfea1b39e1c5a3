// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Generation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one generation, including all that are being opened. A generation whose
 * credential is in a driver's hands is not drained until its deadline. A connection that is opened
 * later still is to be aborted, so a connect that hangs for ever holds nothing up. Safe for many
 * threads, none of which ever waits: they are the application's.
 */
final class GenerationConnections {

  /** The time for which a suspicion may be looked into. */
  private static final Duration SUSPICION = Duration.ofSeconds(2);

  // The parts of the counts.
  private static final long ONE_OPENING = 1L;
  private static final long ONE_OPEN = 1L << 30;
  private static final long USED = 1L << 60;
  private static final long DRAINED = 1L << 61;
  private static final long COUNT = ONE_OPEN - 1;

  private final Generation generation;
  private final AtomicLong counts = new AtomicLong();
  private final AtomicInteger endedSessions = new AtomicInteger();
  private volatile @Nullable DrainSchedule schedule;
  private volatile @Nullable ClockReading suspected;

  GenerationConnections(Generation generation) {
    this.generation = generation;
  }

  Generation generation() {
    return generation;
  }

  /**
   * Counts in a connection that is being opened; false when the generation is drained and its lease
   * may be gone.
   */
  boolean enter() {
    for (long before = counts.get(); !isDrained(before); before = counts.get()) {
      if (counts.compareAndSet(before, before + ONE_OPENING)) {
        return true;
      }
    }
    return false;
  }

  /** Counts out a connection that was being opened, as there is none. */
  void failed() {
    counts.addAndGet(-ONE_OPENING);
  }

  /**
   * Says that a connection that was being opened is open; returns whether it is the first
   * connection.
   */
  boolean opened() {
    long before = counts.getAndUpdate(count -> (count - ONE_OPENING + ONE_OPEN) | USED);
    return (before & USED) == 0;
  }

  /** Counts out a connection that was open. */
  void leave() {
    counts.addAndGet(-ONE_OPEN);
  }

  void retire(ClockReading now) {
    schedule = DrainSchedule.of(generation, held(), now);
  }

  boolean isRetired() {
    return schedule != null;
  }

  /** Returns the schedule by which its connections go; null until it is retired. */
  @Nullable DrainSchedule schedule() {
    return schedule;
  }

  /** Returns the number of connections that are open or being opened. */
  int held() {
    long count = counts.get();
    return (int) (opening(count) + open(count));
  }

  /**
   * Lets nothing in any more, if it is retired, nothing is left, and it is not held for a target;
   * returns whether that is so. A connection that is still being opened at the deadline does not
   * count.
   */
  boolean drain(ClockReading now) {
    long before = counts.get();
    while (!isDrained(before) && isEmpty(before, now) && generation.drain(now)) {
      if (counts.compareAndSet(before, before | DRAINED)) {
        return true;
      }
      before = counts.get();
    }
    return isDrained(before);
  }

  private boolean isEmpty(long count, ClockReading now) {
    return isRetired() && open(count) == 0 && (opening(count) == 0 || !generation.isUsable(now));
  }

  /**
   * Returns whether it has drained; a connection that is open nevertheless was opened too late.
   * Cheap.
   */
  boolean isDrained() {
    return isDrained(counts.get());
  }

  /** Says that so many more of its sessions are taken for ended. */
  void addEndedSessions(int sessions) {
    endedSessions.addAndGet(sessions);
  }

  /** Returns the number of its sessions that were taken for ended since this was last asked. */
  int takeEndedSessions() {
    return endedSessions.getAndSet(0);
  }

  /**
   * Says that one of its connections has failed as if its role were gone; returns if it is news.
   */
  boolean suspect(ClockReading now) {
    boolean news = !isSuspected(now);
    suspected = now;
    return news;
  }

  /** Returns whether it may turn out soon that its role is gone, or it has just turned out. */
  boolean isSuspected(ClockReading now) {
    ClockReading since = suspected;
    return since != null && !isRetired() && now.since(since).compareTo(SUSPICION) < 0;
  }

  private static boolean isDrained(long count) {
    return (count & DRAINED) != 0;
  }

  private static long opening(long count) {
    return count & COUNT;
  }

  private static long open(long count) {
    return (count / ONE_OPEN) & COUNT;
  }
}
