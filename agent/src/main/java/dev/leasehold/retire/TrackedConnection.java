// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.ClockReading;
import dev.leasehold.lease.LeaseClock;
import dev.leasehold.target.Target;
import java.lang.ref.ReferenceQueue;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One physical connection in the ledger; its own key there, by identity of the connection.
 *
 * <p>About 88 bytes, and half as much again for its place in the map.
 */
final class TrackedConnection extends IdentityReference {

  private static final Duration NEW = Duration.ofSeconds(1);

  /** As long as HikariCP and Tomcat JDBC have a borrower wait for a connection by default. */
  private static final Duration LENT_BY_THEN = Duration.ofSeconds(30);

  /** mssql-jdbc's default for a login, and its longest pause between two tries, 30 s and 60 s. */
  private static final Duration LOGGED_IN_BY_THEN = Duration.ofSeconds(90);

  private volatile GenerationConnections group;
  private final ConnectionKind kind;
  private final Target target;
  private volatile ClockReading opened;
  private volatile @Nullable ConnectionHolder holder;
  private @Nullable HandOver handOver;
  private volatile @Nullable HandOverTry handOverTry;
  private volatile boolean moved;
  private @Nullable ClockReading turn;
  private volatile @Nullable ClockReading loggingIn;
  private volatile boolean going;
  private volatile boolean sessionEnded;
  private volatile boolean ended;
  private boolean asked;

  @GuardedBy("this") private boolean gone;

  TrackedConnection(
      Object connection,
      ConnectionKind kind,
      GenerationConnections group,
      Target target,
      ClockReading opened,
      ReferenceQueue<Object> collected) {
    super(connection, collected);
    this.group = group;
    this.kind = kind;
    this.target = target;
    this.opened = opened;
  }

  /** Sets its holder, if that is known, before the ledger has it. */
  TrackedConnection openedBy(@Nullable ConnectionHolder opener) {
    holder = opener;
    return this;
  }

  /** Sets its hand-over to a new session, before the ledger has it. */
  TrackedConnection movedBy(@Nullable HandOver by) {
    handOver = by;
    return this;
  }

  /** Returns its hand-over to a new session; null when it may not be moved. */
  @Nullable HandOver handOver() {
    return handOver;
  }

  /** Returns whether its pool is told to let it go, and it is not to be moved for that. */
  boolean isLeftToPool() {
    ConnectionHolder opener = holder;
    HandOver by = handOver;
    return opener != null && opener.isTold() && (by == null || !by.isForTold());
  }

  /** Returns whether it may be moved, and is not left to its pool. */
  boolean isMovable() {
    return handOver != null && !isLeftToPool();
  }

  /** Returns whether it may be moved, and has a holder that nobody tells to let it go. */
  boolean isLeftToHolder() {
    ConnectionHolder opener = holder;
    return handOver != null && opener != null && !opener.isTold();
  }

  /** Has it moved before it goes. */
  void tryHandOver(HandOverTry attempts) {
    handOverTry = attempts;
  }

  /** Returns the attempts to move it; null when there are none. */
  @Nullable HandOverTry handOverTry() {
    return handOverTry;
  }

  /**
   * Returns the result of the attempts to move it, as the rest of a sentence about it; null when
   * there were none. On any thread.
   */
  @Nullable String reasonOfStay() {
    HandOverTry attempts = handOverTry;
    return attempts == null ? null : attempts.latest().reason();
  }

  /**
   * Takes the connection, which is on a new session, into another group that counts it already.
   *
   * @return its group before, which counts the old session still; null when it has been closed or
   *     ended, and so is in no group
   */
  synchronized @Nullable GenerationConnections moveTo(
      GenerationConnections next, ClockReading now) {
    if (gone || ended) {
      return null;
    }
    GenerationConnections before = group;
    opened = now;
    group = next;
    going = false;
    turn = null;
    sessionEnded = false;
    handOverTry = null;
    moved = true;
    return before;
  }

  /** Ends the session that may be left where it was closed in the instant in which it was moved. */
  void endMovedSession(Executor executor) {
    HandOver by = handOver;
    Connection closed = moved ? jdbc() : null;
    if (closed != null && by != null) {
      executor.execute(() -> by.closed(closed));
    }
  }

  GenerationConnections group() {
    return group;
  }

  Target target() {
    return target;
  }

  /** Returns its holder; null where that is not known, or a known pool has it. */
  @Nullable ConnectionHolder holder() {
    return holder;
  }

  /**
   * Returns whether the connection may be moved or told to go at {@code now}. It has not been told,
   * or only because its session is taken for ended: a move finds out whether the session lives. Its
   * generation is not in use at its target. It is not so new that its pool may not have lent it
   * yet. A pool that finds a connection invalid that it has only just opened does not open another,
   * but fails its borrower (Commons DBCP).
   */
  boolean mayGo(ClockReading now) {
    boolean stays = !going || (sessionEnded && !ended && isMovable());
    return stays && !group.generation().isInUseAt(target) && !isNew(now);
  }

  /** Returns whether its pool may not have lent it yet. */
  private boolean isNew(ClockReading now) {
    return isYounger(NEW, now);
  }

  private boolean isYounger(Duration age, ClockReading now) {
    return now.since(opened).compareTo(age) < 0;
  }

  /** Takes the session of this group for ended; returns whether that is news. */
  synchronized boolean takeSessionForEnded(GenerationConnections of) {
    if (group != of) {
      return false; // It has been moved to another session.
    }
    boolean news = !sessionEnded && !going;
    sessionEnded = true;
    return news;
  }

  /**
   * Has the connection go whose session is taken for ended, unless it is too new, as {@link #mayGo}
   * has it. It goes also where its generation is held for its target.
   */
  synchronized void goIfSessionEnded(ClockReading now) {
    if (sessionEnded && !isNew(now)) {
      go(now);
    }
  }

  /** Returns whether the session is taken for ended. */
  boolean isSessionEnded() {
    return sessionEnded;
  }

  /** Returns whether the connection is to be used no longer. */
  boolean isGoing() {
    return going;
  }

  /** The same, asked by a known pool that holds it. */
  boolean isGoingInPool() {
    ConnectionHolder opener = holder;
    if (opener != null && !opener.isTold()) {
      holder = null;
    }
    return going;
  }

  /** Says that the connection is to be used no longer. */
  void go(ClockReading now) {
    if (!going) {
      turn = now;
      going = true;
    }
  }

  /**
   * Says that the connection is to be used no longer, unless these attempts have moved it. A moved
   * connection is on another session, whose turn it is not.
   *
   * @return whether it has not been moved
   */
  synchronized boolean goUnlessMoved(HandOverTry attempts, ClockReading now) {
    boolean stays = handOverTry == attempts;
    if (stays) {
      go(now);
    }
    return stays;
  }

  /** Returns the time since it was its turn to go; null when it was not. */
  @Nullable Duration goingFor(ClockReading now) {
    ClockReading since = going ? turn : null;
    return since == null ? null : now.since(since);
  }

  /**
   * Returns whether the connection is to answer with no when it is asked now whether it is valid.
   * The first question may come before it is lent for the first time, late on a machine that is
   * short of processor time; see {@link #mayGo}. On any thread: of two that ask for the first time
   * at once, both may get that answer.
   */
  boolean isInvalid(LeaseClock clock) {
    boolean first = !asked;
    asked = true;
    return ended || (going && !(first && isYounger(LENT_BY_THEN, clock.now())));
  }

  /** Returns whether the connection was aborted because its lease ended. */
  boolean isEnded() {
    return ended;
  }

  /**
   * Marks the connection as ended, so that its exceptions are explained from now on. Leaves a
   * connection alone that has left this group, whose lease is at its end.
   */
  synchronized boolean end(GenerationConnections of) {
    boolean now = group == of;
    if (now) {
      going = true;
      ended = true;
    }
    return now;
  }

  /** Says that there was no memory to abort it: it is to be tried again. */
  void endAgain() {
    ended = false;
  }

  /** Counts the connection out of its group, once; returns whether now. On the ledger's thread. */
  synchronized boolean leave() {
    boolean now = !gone;
    if (now) {
      gone = true;
      group.leave();
    }
    return now;
  }

  /** Says that its driver logs it in again. */
  void logInAgain(ClockReading now) {
    loggingIn = now;
  }

  /**
   * Returns whether the connection is closed. A connection that is logged in again calls itself
   * closed meanwhile (mssql-jdbc). It would outlive its lease if it were taken at its word.
   */
  boolean isClosed(ClockReading now) {
    Object connection = get();
    return connection == null || (kind.isClosed(connection) && !isLoggingIn(now));
  }

  /** Returns whether its driver may be logging it in again. */
  boolean isLoggingIn(ClockReading now) {
    ClockReading since = loggingIn;
    return since != null && now.since(since).compareTo(LOGGED_IN_BY_THEN) < 0;
  }

  /** Returns the connection where it is one of JDBC's; null else, or when it is collected. */
  @Nullable Connection jdbc() {
    Object connection = get();
    return connection instanceof Connection ? (Connection) connection : null;
  }

  /** Aborts the connection; may hang with the driver, so never on the ledger's own thread. */
  void abort(Executor executor) {
    Object connection = get();
    if (connection != null) {
      kind.abort(connection, executor);
    }
  }
}
