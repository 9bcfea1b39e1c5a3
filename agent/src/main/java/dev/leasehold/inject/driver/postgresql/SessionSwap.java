// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new session under a live connection of pgjdbc: with the lock of its query executor, so
 * that no statement is on its way. One cheap question asks for the state of the old session. The
 * sessions are exchanged before the lock is released: nothing can come between. Where the session
 * has made settings, they are asked for, and given to the new session without the lock. The
 * question before the exchange then tells whether they are still the same.
 *
 * <p>A thread that comes meanwhile waits for all that is done with the lock. So the question is
 * parsed before, and the new session's parameters are read before. The deadline sets no timer. For
 * one thread at a time.
 */
final class SessionSwap implements AutoCloseable {

  /**
   * query_canceled: our own question met a cancel, of the application's or of ours, or a time-out.
   */
  private static final String CANCELED = "57014";

  /** After so long the processors' caches hold other things. */
  private static final long WARM_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final PostgresSession session;
  private final SessionActivity activity;
  private final @Nullable ReentrantLock lock;
  private final Thread mover = Thread.currentThread();
  private final PostgresSession next;
  private final Connection fresh;
  private final String user;
  private final String question;
  private final PreparedStatement asking;

  /** The parts of the question that the old session is to be asked by themselves. */
  private final Deque<PreparedStatement> parts = new ArrayDeque<>();

  private final SessionState begun;
  private final SocketLoan loan;
  private final SocketDeadlines deadlines;
  private final SocketDeadlines.DeadlineWatch watch;
  private final Supplier<@Nullable HandOverResult> pin;

  /** The settings of an old session for which the new session needs no change. */
  private String carried;

  private long askedAt;

  /**
   * Prepares a swap.
   *
   * @param fresh a connection of our own, on the new session
   * @param user the user with which the old session was opened
   * @param activity of the live connection
   * @param deadlines end a session whose server says nothing
   * @param pin returns the pin that follows from the texts of its statements, which the database
   *     does not show
   */
  SessionSwap(
      Connection live,
      Connection fresh,
      String user,
      SessionActivity activity,
      SocketDeadlines deadlines,
      Supplier<@Nullable HandOverResult> pin)
      throws ReflectiveOperationException, SQLException {
    this.session = PostgresSession.of(live);
    this.lock = session.lock();
    this.next = PostgresSession.of(fresh);
    this.fresh = fresh;
    this.user = user;
    this.activity = activity;
    String names = SessionSettings.names(fresh);
    this.question = SessionState.question(names);
    this.asking = fresh.prepareStatement(question);
    this.begun = SessionState.of(asking);
    this.carried = begun.settings();
    this.askedAt = System.nanoTime();
    this.loan = new SocketLoan(session, next);
    this.deadlines = deadlines;
    this.pin = pin;
    if (lock != null && !activity.wasAsked()) {
      for (String part : SessionState.parts(names)) {
        parts.add(fresh.prepareStatement(part));
      }
    }
    this.watch = deadlines.watch();
  }

  /** Ends the watch over the questions. The new session is not closed. */
  @Override
  public void close() {
    watch.close();
  }

  /** Returns a text that tells the server of both sessions from others. */
  String server() {
    return begun.server();
  }

  /**
   * Asks the new session as the old session is to be asked, unless that was done just now. A server
   * takes half the time for a question that it has just answered in another session. On the thread
   * that made this object, on which no thread of the application's waits.
   *
   * @return whether it was asked, so that the connection may be in use by now
   */
  boolean warmUp() throws ReflectiveOperationException, SQLException {
    if (System.nanoTime() - askedAt < WARM_NANOS || Thread.currentThread() != mover) {
      return false;
    }
    try (SocketDeadlines.SocketDeadline ignored = watch.end(next, () -> false)) {
      SessionState.of(asking);
    } catch (IOException unanswered) {
      throw new SQLException("no answer", "08006", unanswered);
    }
    askedAt = System.nanoTime();
    return true;
  }

  /**
   * Swaps the sessions, if the connection is at a safe point. On a thread of ours, or on a thread
   * that is about to use the connection.
   */
  HandOverResult tryOnce() throws ReflectiveOperationException, SQLException {
    HandOverResult ended = warmUpOld();
    ended = ended == null ? withLock(this::exchange) : ended;
    ended = ended == null ? carry() : ended;
    ended = ended == null ? withLock(this::exchange) : ended;
    if (ended == null) {
      return HandOverResult.BUSY; // It has made a setting meanwhile.
    }
    return ended == HandOverResult.MOVED ? checked() : ended;
  }

  /**
   * Has the old session answer each part of the question once, in a turn of its own. A server
   * process that has never called the question's functions takes longer: 1.1 ms in place of 0.4
   * with PostgreSQL 18. Each part takes 0.5 ms, and a thread that waits goes between them. The
   * connection is in use then. A monitor lets no thread go first, so there are no parts before
   * 42.6. A thread that moves its own connection would wait for all of them.
   *
   * @return null when it has answered them, or need not
   */
  private @Nullable HandOverResult warmUpOld() throws ReflectiveOperationException {
    long answered = activity.answeredAt();
    HandOverResult ended = null;
    while (ended == null && !parts.isEmpty() && Thread.currentThread() == mover) {
      ended = withLock(() -> ask(this::askPart));
      boolean used = ended == null && activity.answeredAt() != answered;
      ended = used ? HandOverResult.BUSY : ended;
    }
    return ended;
  }

  private @Nullable HandOverResult askPart() throws SQLException {
    parts.element().execute();
    parts.remove();
    return null;
  }

  /** A step under the lock, which returns the attempt's result; null when that goes on. */
  @FunctionalInterface
  private interface SwapStep {
    @Nullable HandOverResult run() throws ReflectiveOperationException;
  }

  private @Nullable HandOverResult withLock(SwapStep step) throws ReflectiveOperationException {
    loan.prepare();
    if (lock == null) { // The lock of its methods is its monitor, before 42.6.
      return Thread.holdsLock(session.executor())
          ? HandOverResult.BUSY
          : MonitorTurn.take(session.executor(), deadlines, () -> atSafePoint(step));
    }
    // A thread in the driver may call a statement, and one that waits for the lock goes first.
    if (lock.isHeldByCurrentThread() || lock.hasQueuedThreads() || !lock.tryLock()) {
      return HandOverResult.BUSY;
    }
    try {
      return atSafePoint(step);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable HandOverResult atSafePoint(SwapStep step) throws ReflectiveOperationException {
    if (session.isClosed()) {
      return HandOverResult.CLOSED;
    }
    HandOverResult pinned = pin.get(); // A statement is looked at before it is executed.
    if (pinned != null || session.isBusy()) {
      return pinned == null ? HandOverResult.BUSY : pinned;
    }
    try {
      return session.hasUnread() ? HandOverResult.UNREAD : step.run();
    } catch (IOException ended) {
      return HandOverResult.CLOSED;
    }
  }

  /**
   * The driver closes without the lock, and may have closed the socket that was just taken away. It
   * has been seen by now, or sees the new socket: releasing the lock was a barrier.
   */
  private HandOverResult checked() throws ReflectiveOperationException {
    if (!session.isClosed() && !next.socket().isClosed()) {
      return HandOverResult.MOVED;
    }
    PostgresSession.end(session.socket(), next.socket());
    session.abort();
    return HandOverResult.CLOSED;
  }

  /**
   * A pooler between gives a connection its own number, and may give each transaction another
   * session.
   */
  private @Nullable HandOverResult obstacle(SessionState state)
      throws ReflectiveOperationException, SQLException {
    if (state.process() != session.process() || begun.process() != next.process()) {
      return HandOverResult.pinned(PinReason.KIND, "a pooler is between it and its server");
    }
    if (!state.isOfServerOf(begun)) {
      return HandOverResult.noSession("a new session leads to another server than the old session");
    }
    return state.obstacle(fresh, begun, user);
  }

  /** Returns null when the new session lacks settings. */
  private @Nullable HandOverResult exchange() throws ReflectiveOperationException {
    return ask(
        () -> {
          SessionState state = SessionState.of(asking);
          activity.asked();
          parts.clear();
          HandOverResult stays = obstacle(state);
          boolean isCarried = stays == null && carried.equals(state.settings());
          return isCarried ? HandOverResult.MOVED : stays;
        });
  }

  /** Gives the new session the settings that the old session has made; returns null when it has. */
  private @Nullable HandOverResult carry() throws ReflectiveOperationException, SQLException {
    AtomicReference<SessionState> asked = new AtomicReference<>();
    AtomicReference<SessionSettings> made = new AtomicReference<>();
    HandOverResult stays = withLock(() -> ask(() -> learn(asked, made)));
    if (stays == null) {
      carried = ""; // After a failure it has the settings of neither.
      stays = give(Objects.requireNonNull(made.get()), SessionSettings.of(fresh));
      carried = stays == null ? Objects.requireNonNull(asked.get()).settings() : carried;
    }
    return stays;
  }

  /** Asks for the settings and for the settings that the session has made, at one time. */
  private @Nullable HandOverResult learn(
      AtomicReference<SessionState> asked, AtomicReference<SessionSettings> made)
      throws ReflectiveOperationException, SQLException {
    try (Statement statement = fresh.createStatement()) {
      statement.execute(question + ';' + SessionSettings.SETTINGS);
      SessionState state = new SessionState(statement);
      asked.set(state);
      statement.getMoreResults();
      made.set(new SessionSettings(statement.getResultSet()));
      return obstacle(state);
    }
  }

  /** Needs no lock: nobody else uses the new session. */
  private @Nullable HandOverResult give(SessionSettings settings, SessionSettings before)
      throws ReflectiveOperationException {
    try {
      settings.carryTo(fresh, before);
      return null;
    } catch (SQLException refused) {
      return next.isClosed()
          ? lost()
          : HandOverResult.held(
              PinReason.SETTING,
              "its settings cannot be made in a new session: SQLState " + refused.getSQLState());
    }
  }

  private @Nullable HandOverResult ask(SocketLoan.SessionQuestion question)
      throws ReflectiveOperationException {
    if (!session.hasEncodingOf(next)) {
      return HandOverResult.held(PinReason.SETTING, "it has another client_encoding");
    }
    if (!loan.isReady()) { // The old session's socket is given back only where it can be.
      return lost();
    }
    boolean ours = Thread.currentThread() == mover;
    SocketDeadlines.SocketDeadline deadline = watch.end(session, () -> !ours || isAwaited());
    try {
      return loan.lend(question, deadline); // Its server may hang or wait.
    } catch (SQLException failed) {
      return unasked(failed, deadline.hasCanceled());
    } catch (IOException lost) {
      if (!session.isClosed()) {
        return lost();
      }
      session.abort();
      return HandOverResult.CLOSED;
    }
  }

  /** Nobody can tell before 42.6 whether a thread waits. */
  private boolean isAwaited() {
    return lock == null || lock.hasQueuedThreads();
  }

  private HandOverResult unasked(SQLException failed, boolean canceled)
      throws ReflectiveOperationException {
    String state = failed.getSQLState();
    if (session.isClosed()) {
      return SocketLoan.SESSION_END.equals(state)
          ? HandOverResult.SESSION_ENDED
          : HandOverResult.CLOSED;
    }
    if (CANCELED.equals(state)) {
      return canceled ? HandOverResult.UNANSWERED : HandOverResult.INTERRUPTED;
    }
    return HandOverResult.held(
        PinReason.SETTING, "its state cannot be asked for: SQLState " + state);
  }

  private static HandOverResult lost() {
    return HandOverResult.noSession("the new session was lost");
  }
}
