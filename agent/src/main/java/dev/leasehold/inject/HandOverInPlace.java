// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.inject.jdbc.ConnectFailures;
import dev.leasehold.inject.jdbc.SqlFailures;
import dev.leasehold.lease.Generation;
import dev.leasehold.retire.HandOver;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.Ledger;
import dev.leasehold.retire.PendingConnection;
import dev.leasehold.target.Target;
import dev.leasehold.target.Targets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Moves connections that were opened alike to new sessions, which are opened the same way. */
final class HandOverInPlace implements HandOver {

  /**
   * The end of a session takes a server a millisecond or two. The first statement on the new
   * session is over by then, where a thread waited for the move.
   */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final Runnable NOTHING = () -> {};

  private final HandOverPolicy policy;
  private final BindingContext bound;
  private final DriverProbe.ConnectSample sample;
  private final Ledger ledger;

  HandOverInPlace(
      HandOverPolicy policy,
      BindingContext bound,
      DriverProbe.ConnectSample sample,
      Ledger ledger) {
    this.policy = policy;
    this.bound = bound;
    this.sample = sample;
    this.ledger = ledger;
  }

  boolean isFor(DriverProbe.ConnectSample other) {
    return sample.isLike(other);
  }

  @Override
  public boolean isForTold() {
    return policy.isForTold();
  }

  @Override
  public Duration quiet() {
    return policy.quiet();
  }

  @Override
  public int mostAtOnce() {
    return policy.mostAtOnce();
  }

  @Override
  public boolean isInUse(Connection live, Duration quiet) {
    return policy.driver().isInUse(live, quiet);
  }

  @Override
  public HandOverResult attempt(
      Connection live, Generation from, Target target, Duration quiet, HandOverResult latest) {
    HandOverResult obstacle = policy.driver().obstacle(live, quiet);
    boolean mayWait = quiet.isZero() && obstacle != null && obstacle.isBusy();
    if (obstacle != null && !mayWait) {
      return obstacle;
    }
    if (policy.driver().isUnchanged(live, latest)) {
      return latest;
    }
    Generation next = bound.credentials().ready(Targets.of(target));
    PendingConnection opening =
        next == null || next.number() <= from.number() ? null : ledger.pending(next);
    return next == null || opening == null
        ? HandOverResult.NO_NEWER
        : attempt(live, new NewSession(next, opening, target), from, quiet);
  }

  /** A session that is about to be opened. */
  private static final class NewSession {

    private final Generation generation;
    private final PendingConnection opening;
    private final Target target;

    NewSession(Generation generation, PendingConnection opening, Target target) {
      this.generation = generation;
      this.opening = opening;
      this.target = target;
    }
  }

  private HandOverResult attempt(
      Connection live, NewSession next, Generation from, Duration quiet) {
    boolean open = false;
    try {
      Connection fresh = open(next.generation, next.target);
      if (fresh == null) {
        return HandOverResult.noSession("its driver is gone, or opens no session of ours");
      }
      open = true;
      HandOverResult result = move(live, fresh, from.credential().username(), quiet, next.opening);
      if (result == HandOverResult.SESSION_ENDED) {
        ledger.sessionEnded(live);
      }
      return result == HandOverResult.BUSY ? HandOverResult.BUSY_ONCE_OPEN : result;
    } catch (SQLException refused) {
      return HandOverResult.noSession("a new session was refused: " + SqlFailures.code(refused));
    } finally {
      if (!open) {
        next.opening.failed();
      }
    }
  }

  /**
   * Closes the other connection after every result. The connection counts for the new credential as
   * soon as it is moved. The old session counts until it is closed: the ledger may give the old
   * role back once it counts no connection of it.
   */
  private HandOverResult move(
      Connection live, Connection fresh, String user, Duration quiet, PendingConnection opening) {
    boolean moved = false;
    Runnable closed = NOTHING;
    try {
      HandOverResult result = policy.driver().move(live, fresh, user, quiet);
      if (result == HandOverResult.MOVED) {
        moved = true;
        closed = opening.handedOver(live);
        pause();
      }
      return result;
    } finally {
      close(fresh);
      closed.run();
      if (!moved) {
        opening.failed();
      }
    }
  }

  private static void pause() {
    long end = System.nanoTime() + PAUSE_NANOS;
    for (long left = PAUSE_NANOS;
        left > 0 && !Thread.currentThread().isInterrupted();
        left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private @Nullable Connection open(Generation next, Target target) throws SQLException {
    try {
      return bound.probe().openAlike(sample, next, target);
    } catch (SQLException refused) {
      SQLException rejection =
          bound.start().rejection(sample.dialect(), next.credential().username(), refused);
      if (rejection != null) {
        bound.credentials().suspect(next, target, ConnectFailures.reason(rejection));
      }
      throw refused;
    }
  }

  @Override
  public Duration notice() {
    return policy.notice();
  }

  @Override
  public @Nullable Runnable tellOfEnd(
      Connection live, Generation of, HandOverResult stayed, Runnable told) {
    return policy
        .driver()
        .failNext(live, () -> ConnectFailures.leaseEnded(of, stayed.reason(), null), told);
  }

  @Override
  public void closed(Connection moved) {
    policy.driver().endSession(moved);
  }

  private static void close(Connection ours) {
    try {
      ours.close();
    } catch (SQLException | RuntimeException ended) {
      // Its session is not used any more.
    }
  }
}
