// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.retire.HandOverResult;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new session under a live connection of pgjdbc: with the lock of its query executor, so
 * that no statement is on its way.
 *
 * <p>The old session is asked for its state through our own connection, which is lent the socket
 * for that: the application's objects execute nothing, and have their socket all the while, as
 * {@code close}, {@code abort} and {@code isValid} take no lock. Whatever fails, the live
 * connection has its old session, or its new one, or is closed.
 */
final class SessionSwap {

  /** query_canceled: a cancel of the application's met our own question. */
  private static final String CANCELED = "57014";

  /** admin_shutdown. */
  private static final String SESSION_END = "57P01";

  private static final int BOUND_MILLIS =
      (int) TimeUnit.SECONDS.toMillis(ConnectRecipe.BOUND_SECONDS);

  private final PostgresSession session;
  private final PostgresSession next;
  private final Connection fresh;
  private final String user;
  private final SessionState begun;
  private final SocketDeadlines deadlines;

  /**
   * Prepares a swap.
   *
   * @param fresh a connection of our own, on the new session
   * @param user whom the old session was opened as
   * @param begun the state of the new session
   * @param deadlines end a session whose server says nothing
   */
  SessionSwap(
      Connection live, Connection fresh, String user, SessionState begun, SocketDeadlines deadlines)
      throws ReflectiveOperationException {
    this.session = PostgresSession.of(live);
    this.next = PostgresSession.of(fresh);
    this.fresh = fresh;
    this.user = user;
    this.begun = begun;
    this.deadlines = deadlines;
  }

  /**
   * Swaps the sessions, if the connection is at a safe point.
   *
   * @param obstacle what is in the way, looked at with the lock; null when nothing is
   */
  HandOverResult tryOnce(Supplier<@Nullable HandOverResult> obstacle)
      throws ReflectiveOperationException {
    ReentrantLock lock = session.lock();
    HandOverResult result;
    if (lock == null) {
      synchronized (session.executor()) { // What its methods are, before 42.6.
        result = swap(obstacle);
      }
    } else if (lock.tryLock()) {
      try {
        result = swap(obstacle);
      } finally {
        lock.unlock();
      }
    } else {
      return HandOverResult.BUSY;
    }
    return result.kind() == HandOverResult.HandOverKind.MOVED ? checked() : result;
  }

  /**
   * The driver closes without the lock, and may have closed the socket that was just taken away. It
   * has been seen by now, or sees the new one: releasing the lock was a barrier.
   */
  private HandOverResult checked() throws ReflectiveOperationException {
    if (!session.isClosed() && !next.socket().isClosed()) {
      return HandOverResult.MOVED;
    }
    PostgresSession.end(session.socket(), next.socket());
    session.abort();
    return HandOverResult.CLOSED;
  }

  private HandOverResult swap(Supplier<@Nullable HandOverResult> obstacle)
      throws ReflectiveOperationException {
    HandOverResult inTheWay = obstacle.get();
    if (inTheWay != null) {
      return inTheWay;
    }
    try {
      if (session.hasUnread()) {
        return HandOverResult.UNREAD;
      }
      HandOverResult held = carryState();
      if (held != null) {
        return held;
      }
      if (next.hasUnread()) { // It can only be the reason why the server has ended it.
        return HandOverResult.noSession("the server has ended the new session");
      }
      put();
      return HandOverResult.MOVED;
    } catch (IOException ended) {
      return HandOverResult.CLOSED;
    }
  }

  /** Returns why the old session is to stay; null when the new one has its state. */
  private @Nullable HandOverResult carryState() throws ReflectiveOperationException {
    SessionState state;
    try {
      state = state();
    } catch (SQLException failed) {
      return unasked(failed);
    } catch (IOException lost) {
      return session.isClosed() ? HandOverResult.CLOSED : lost();
    }
    if (!state.isOfServerOf(begun)) {
      return HandOverResult.noSession("a new session leads to another server than the old one");
    }
    String reason = state.obstacle(begun, user);
    if (reason != null) {
      return HandOverResult.held(reason);
    }
    try {
      state.carryTo(fresh, begun);
    } catch (SQLException refused) {
      return next.isClosed()
          ? lost()
          : HandOverResult.held(
              "its settings cannot be made in a new session: SQLState " + refused.getSQLState());
    }
    return ReportedParameters.of(next.executor())
            .hasSyntaxOf(ReportedParameters.of(session.executor()))
        ? null
        : HandOverResult.held("a new session would read its literals in another way");
  }

  private HandOverResult unasked(SQLException failed) throws ReflectiveOperationException {
    String state = failed.getSQLState();
    if (session.isClosed()) {
      return SESSION_END.equals(state) ? HandOverResult.SESSION_ENDED : HandOverResult.CLOSED;
    }
    return CANCELED.equals(state)
        ? HandOverResult.INTERRUPTED
        : HandOverResult.held("its state cannot be asked for: SQLState " + state);
  }

  private static HandOverResult lost() {
    return HandOverResult.noSession("the new session was lost");
  }

  /** Asks the old session, whose server may hang: the application's thread waits meanwhile. */
  private SessionState state() throws ReflectiveOperationException, IOException, SQLException {
    try (SocketDeadlines.SocketDeadline ignored = deadlines.end(session.socket(), BOUND_MILLIS)) {
      return borrowed();
    }
  }

  /** What is left of a half-read answer would be read as that of the application's statement. */
  private SessionState borrowed() throws ReflectiveOperationException, IOException, SQLException {
    Socket own = next.socket();
    ReportedParameters reported = ReportedParameters.of(next.executor());
    boolean whole = false;
    try {
      next.change(session.socket());
      SessionState state = asked();
      next.readBuffered();
      whole = true;
      return state;
    } catch (SQLException failed) {
      whole = !next.isClosed() && !next.isBusy() && !SESSION_END.equals(failed.getSQLState());
      throw failed;
    } finally {
      if (whole) {
        giveBack(own, reported);
      } else {
        PostgresSession.end(session.socket(), own);
        session.abort();
      }
    }
  }

  private SessionState asked() throws ReflectiveOperationException, SQLException {
    try {
      return SessionState.of(fresh);
    } catch (SQLException failed) {
      if (!next.isClosed() && !next.isBusy()) {
        next.readBuffered();
      }
      throw failed;
    }
  }

  /** What has come beside the answer is for the old session. */
  private void giveBack(Socket own, ReportedParameters reported)
      throws ReflectiveOperationException, IOException {
    ReportedParameters.of(next.executor()).since(reported).putInto(session.executor());
    reported.putInto(next.executor());
    session.takeNotifications(next);
    next.change(own);
    next.setNetworkTimeout(BOUND_MILLIS);
  }

  /** Only now does anybody else see another socket. */
  private void put() throws ReflectiveOperationException, IOException {
    Socket before = session.socket();
    Socket after = next.socket();
    int timeout = before.getSoTimeout();
    after.setSoTimeout(timeout);
    session.takeOver(next);
    PostgresSession.exchange(session, next);
    int since = before.getSoTimeout(); // isValid and setNetworkTimeout set it without the lock.
    session.setNetworkTimeout(since == timeout ? after.getSoTimeout() : since);
    next.setNetworkTimeout(BOUND_MILLIS);
  }
}
