// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.Generation;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Has connections of retired generations moved to new sessions, where they would be told to go
 * else. On the ledger's thread, but for the attempts, which have threads of their own: a database
 * may hang in a login.
 */
final class HandOvers implements AutoCloseable {

  /** The part of the time left for which a connection must have been quiet. */
  private static final int QUIET_SHARE = 20;

  /** Logins that are under way together slow down the statements beside them. */
  private static final int MOST_WITHOUT_HURRY = 1;

  private final RetirementListener listener;
  private final OpenConnections open;
  private final Runnable wake;

  /** How many attempts are under way, by server: the bindings that lead to it share its room. */
  private final Map<String, Integer> running = new ConcurrentHashMap<>();

  private @Nullable RetireThreads threads;

  /**
   * Makes hand-overs that have no thread yet.
   *
   * @param open counts the open connections of a holder
   * @param wake has the ledger look at its connections
   */
  HandOvers(RetirementListener listener, OpenConnections open, Runnable wake) {
    this.listener = listener;
    this.open = open;
    this.wake = wake;
  }

  /** Begins to move a connection whose turn it is to go; returns whether it may be moved. */
  boolean begin(TrackedConnection entry, ClockReading now) {
    if (!entry.isMovable()) {
      return false;
    }
    entry.tryHandOver(new HandOverTry(now, left(entry, now)));
    look(entry, now);
    return true;
  }

  /** Looks after a connection that is to be moved. */
  void look(TrackedConnection entry, ClockReading now) {
    HandOverTry attempts = entry.handOverTry();
    HandOver handOver = entry.handOver();
    if (attempts == null || handOver == null) {
      return;
    }
    HandOverResult result = attempts.take(now, left(entry, now));
    if (result != null && result.isOfSession()) {
      stays(entry, attempts, result, now);
    } else if (attempts.isOverdue(now)) {
      stays(entry, attempts, attempts.latest(), now);
    }
    if (entry.handOverTry() == attempts && !entry.isEnded()) {
      attemptWhenDue(entry, handOver, attempts, now);
    }
  }

  private void attemptWhenDue(
      TrackedConnection entry, HandOver handOver, HandOverTry attempts, ClockReading now) {
    boolean expedited = entry.group().generation().isExpedited();
    if (expedited) {
      attempts.expedite();
    }
    if (attempts.isDue(now, left(entry, now))) {
      boolean hurried = attempts.isHurried(now) || expedited;
      Duration quiet =
          hurried ? Duration.ZERO : longer(attempts.quiet(now, quiet(handOver, entry, now)));
      if (isStillInUse(entry, handOver, attempts, quiet)) {
        attempts.begin(false); // A thread of its own would find the same, beside the statement.
        attempts.ended(HandOverResult.BUSY);
        attempts.take(now, left(entry, now));
      } else {
        attempt(entry, handOver, attempts, quiet);
      }
    }
  }

  private static boolean isStillInUse(
      TrackedConnection entry, HandOver handOver, HandOverTry attempts, Duration quiet) {
    Connection live = entry.jdbc();
    return live != null && attempts.latest().isBusy() && handOver.isInUse(live, quiet);
  }

  private void stays(
      TrackedConnection entry, HandOverTry attempts, HandOverResult why, ClockReading now) {
    Generation generation = entry.group().generation();
    boolean stays = entry.goUnlessMoved(attempts, now);
    if (stays && why.cause() != null && attempts.tell()) {
      int alike = open.of(entry.group(), now).getOrDefault(entry.holder(), 1);
      listener.pinned(generation, entry.holder(), alike, why, left(entry, now));
    }
  }

  private void attempt(
      TrackedConnection entry, HandOver handOver, HandOverTry attempts, Duration quiet) {
    Connection live = entry.jdbc();
    Generation from = entry.group().generation();
    String server = entry.target().server();
    int most = quiet.isZero() ? handOver.mostAtOnce() : MOST_WITHOUT_HURRY;
    if (live == null || running.getOrDefault(server, 0) >= most) {
      return;
    }
    RetireThreads pool = startedThreads();
    if (pool == null) {
      return;
    }
    attempts.begin(quiet.isZero());
    HandOverResult latest = attempts.latest();
    running.merge(server, 1, Integer::sum);
    try {
      pool.execute(
          () -> {
            HandOverResult result = HandOverResult.BUSY; // Should it throw, there is a next time.
            try {
              result = handOver.attempt(live, from, entry.target(), quiet, latest);
            } finally {
              ended(server);
              attempts.ended(result);
              wake.run();
            }
          });
    } catch (Throwable notBegun) {
      ended(server);
      attempts.ended(HandOverResult.BUSY);
      throw notBegun;
    }
  }

  private void ended(String server) {
    running.computeIfPresent(server, (name, count) -> count == 1 ? null : count - 1);
  }

  /** Returns none while the JVM can have no more threads; the ledger's next look asks again. */
  private @Nullable RetireThreads startedThreads() {
    if (threads == null) {
      try {
        threads =
            new RetireThreads("leasehold-hand-over", Integer.MAX_VALUE); // A server has its bound.
      } catch (OutOfMemoryError noThread) {
        return null;
      }
    }
    return threads;
  }

  private static Duration left(TrackedConnection entry, ClockReading now) {
    return entry.group().generation().usableFor(now);
  }

  private static Duration quiet(HandOver handOver, TrackedConnection entry, ClockReading now) {
    Duration share = left(entry, now).dividedBy(QUIET_SHARE);
    return share.compareTo(handOver.quiet()) < 0 ? share : handOver.quiet();
  }

  private static Duration longer(Duration quiet) {
    return quiet.compareTo(HandOver.LEAST_QUIET) < 0 ? HandOver.LEAST_QUIET : quiet;
  }

  @Override
  public void close() {
    RetireThreads made = threads;
    if (made != null) {
      made.close();
    }
  }
}
