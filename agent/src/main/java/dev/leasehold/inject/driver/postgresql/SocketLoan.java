// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.inject.jdbc.ConnectRecipe;
import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.PinReason;
import java.io.IOException;
import java.net.Socket;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection of our own is lent the socket of a live connection, to ask its session. The
 * application's objects execute nothing, and have their socket all the while, as {@code close},
 * {@code abort} and {@code isValid} take no lock. Where the answer allows it, the sessions are
 * exchanged: our connection keeps the socket. After any failure the live connection has its old
 * session or its new session, or is closed. For one thread at a time.
 */
final class SocketLoan {

  /** admin_shutdown. */
  static final String SESSION_END = "57P01";

  /** The bound of a read that is ours. */
  static final int BOUND_MILLIS = (int) TimeUnit.SECONDS.toMillis(ConnectRecipe.BOUND_SECONDS);

  private final PostgresSession session;
  private final PostgresSession next;

  private final Socket own;

  /** As a new session begins: statements that the server has prepared were read so. */
  private final ReportedParameters syntax;

  private ReportedParameters reported;
  private int timeout;

  /**
   * Prepares a loan.
   *
   * @param session the session of the live connection
   * @param next the session of our own connection, as it has begun
   */
  SocketLoan(PostgresSession session, PostgresSession next) throws ReflectiveOperationException {
    this.session = session;
    this.next = next;
    this.own = next.socket();
    this.reported = ReportedParameters.of(next.executor());
    this.syntax = reported;
  }

  /**
   * A question to the old session. Returns why it stays, MOVED when the sessions are to be
   * exchanged, or null.
   */
  @FunctionalInterface
  interface SessionQuestion {
    @Nullable HandOverResult ask() throws ReflectiveOperationException, SQLException;
  }

  /** Returns whether the new session is there: its server says nothing but that it was ended. */
  boolean isReady() {
    try {
      return own.getInputStream().available() == 0;
    } catch (IOException closed) {
      return false;
    }
  }

  /** Reads the new session's parameters, which needs no lock. */
  void prepare() throws ReflectiveOperationException {
    reported = ReportedParameters.of(next.executor());
  }

  /**
   * Lends the socket of the old session for a question, and gives it back or exchanges the
   * sessions. With the lock of the live connection. The rest of a half-read answer would be read as
   * the answer to the application's statement, so both sessions end then. The deadline is over
   * before the exchange: its cancel is for the old session.
   *
   * @return as the question does
   */
  @Nullable HandOverResult lend(SessionQuestion question, SocketDeadlines.SocketDeadline deadline)
      throws ReflectiveOperationException, IOException, SQLException {
    HandOverResult told;
    HandOverResult answer = null;
    boolean whole = false;
    try {
      try (SocketDeadlines.SocketDeadline ignored = deadline) {
        next.change(session.socket());
        told = asked(question);
        next.readBuffered();
      }
      whole = true;
      answer = told == HandOverResult.MOVED ? prepared() : told;
      return answer;
    } catch (SQLException failed) {
      whole = !next.isClosed() && !next.isBusy() && !SESSION_END.equals(failed.getSQLState());
      throw failed;
    } finally {
      if (!whole) {
        endBoth(session.socket());
      } else if (answer == HandOverResult.MOVED) {
        put();
      } else {
        giveBack();
      }
    }
  }

  private void endBoth(Socket old) throws ReflectiveOperationException {
    PostgresSession.end(old, own);
    session.abort();
    next.abort();
  }

  private @Nullable HandOverResult asked(SessionQuestion question)
      throws ReflectiveOperationException, SQLException {
    try {
      return question.ask();
    } catch (SQLException failed) {
      if (!next.isClosed() && !next.isBusy()) {
        next.readBuffered();
      }
      throw failed;
    }
  }

  /** Returns why the new session is not to be used; MOVED when it may take the place now. */
  private HandOverResult prepared() throws ReflectiveOperationException, IOException {
    if (!syntax.hasSyntaxOf(ReportedParameters.of(session.executor()))) {
      return HandOverResult.held(
          PinReason.SETTING, "a new session would read its literals in another way");
    }
    if (!isReady()) {
      return HandOverResult.noSession("the server has ended the new session");
    }
    timeout = session.socket().getSoTimeout();
    own.setSoTimeout(timeout);
    return HandOverResult.MOVED;
  }

  /** Messages that have come beside the answer are for the old session. */
  private void giveBack() throws ReflectiveOperationException, IOException {
    boolean given = false;
    try {
      ReportedParameters.of(next.executor()).since(reported).putInto(session.executor());
      reported.putInto(next.executor());
      session.takeNotifications(next);
      next.change(own);
      next.setNetworkTimeout(BOUND_MILLIS);
      given = true;
    } finally {
      if (!given) { // Our connection, which is closed without the lock, has the old socket.
        endBoth(session.socket());
      }
    }
  }

  /** Only now does anybody else see another socket. Our connection keeps the old session's. */
  private void put() throws ReflectiveOperationException, IOException {
    Socket before = session.socket();
    boolean done = false;
    try {
      session.takeNotifications(next);
      session.takeOver(next, reported);
      session.change(own);
      int since = before.getSoTimeout(); // isValid and setNetworkTimeout set it without the lock.
      if (since == timeout) {
        session.keepNetworkTimeout();
      } else {
        session.setNetworkTimeout(since);
      }
      next.setNetworkTimeout(BOUND_MILLIS);
      done = true;
    } finally {
      if (!done) { // Half of it is neither session.
        endBoth(before);
      }
    }
  }
}
