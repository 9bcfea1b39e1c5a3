// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import org.jspecify.annotations.Nullable;

/** The result of an attempt to move a connection to a new session. Immutable. */
public final class HandOverResult {

  /** The connection is on the new session. */
  public static final HandOverResult MOVED = new HandOverResult(HandOverKind.MOVED, null, "");

  /** The connection is in use, and on its old session. */
  public static final HandOverResult BUSY =
      new HandOverResult(HandOverKind.BUSY, PinReason.BUSY, "it is in use");

  /** The same, found when a new session was open: that took a login. */
  public static final HandOverResult BUSY_ONCE_OPEN =
      new HandOverResult(HandOverKind.BUSY, PinReason.BUSY, BUSY.reason);

  /** The server has said something that the connection has not read. */
  public static final HandOverResult UNREAD =
      new HandOverResult(HandOverKind.BUSY, PinReason.BUSY, "it has unread messages of its server");

  /** A cancel, or the statement_timeout that the session has, met the question for its state. */
  public static final HandOverResult INTERRUPTED =
      new HandOverResult(
          HandOverKind.BUSY, PinReason.BUSY, "a cancel or statement_timeout came in between");

  /** The question for its state was cancelled, as the server did not answer it. */
  public static final HandOverResult UNANSWERED =
      new HandOverResult(
          HandOverKind.BUSY,
          PinReason.UNANSWERED,
          "its server let the question for its state wait");

  /** The server has ended the session, and the connection is closed. */
  public static final HandOverResult SESSION_ENDED =
      new HandOverResult(HandOverKind.CLOSED, null, "its server has ended its session");

  /** The connection is closed. */
  public static final HandOverResult CLOSED =
      new HandOverResult(HandOverKind.CLOSED, null, "it is closed");

  /** No move was tried, as the pool of the connection was told to let it go. */
  public static final HandOverResult TOLD =
      new HandOverResult(HandOverKind.NO_SESSION, null, "its pool was told to let it go");

  /** No session was opened, as the credential is the newest that its server has. */
  public static final HandOverResult NO_NEWER =
      noSession("there is no newer credential for its server");

  /** The kind of a result. */
  public enum HandOverKind {
    /** It is on the new session. */
    MOVED,
    /** It is on the old session, and may be moved when it is not in use. */
    BUSY,
    /** It is on the old session, as there was no new session to be had. */
    NO_SESSION,
    /** It is on the old session, whose state cannot be moved as it is now. */
    HELD,
    /** It is on the old session for good. */
    PINNED,
    /** It is closed. */
    CLOSED
  }

  private final HandOverKind kind;
  private final @Nullable PinReason cause;
  private final String reason;
  private final @Nullable Long answered;

  private HandOverResult(HandOverKind kind, @Nullable PinReason cause, String reason) {
    this(kind, cause, reason, null);
  }

  private HandOverResult(
      HandOverKind kind, @Nullable PinReason cause, String reason, @Nullable Long answered) {
    this.kind = kind;
    this.cause = cause;
    this.reason = reason;
    this.answered = answered;
  }

  /** Says that there is no new session. */
  public static HandOverResult noSession(String reason) {
    return new HandOverResult(HandOverKind.NO_SESSION, PinReason.SESSION, reason);
  }

  /** Says that the old session has state that a new session would lack, at the moment. */
  public static HandOverResult held(PinReason cause, String reason) {
    return new HandOverResult(HandOverKind.HELD, cause, reason);
  }

  /** Says that the connection can never be moved. */
  public static HandOverResult pinned(PinReason cause, String reason) {
    return new HandOverResult(HandOverKind.PINNED, cause, reason);
  }

  /**
   * Returns the same result, which only another answer of the server can change.
   *
   * @param answeredAt the time of its last answer, as its driver's hand-over counts time
   */
  public HandOverResult untilAnsweredAfter(long answeredAt) {
    return new HandOverResult(kind, cause, reason, answeredAt);
  }

  /** Returns whether nothing but an answer of the server can change the result. */
  public boolean holdsUntilAnswered() {
    return answered != null;
  }

  /** Returns whether it holds, as the server has last answered then. */
  public boolean holdsAt(long answeredAt) {
    Long before = answered;
    return before != null && before == answeredAt;
  }

  /** Returns the kind of the result. */
  public HandOverKind kind() {
    return kind;
  }

  /** Returns the reason that it is on its old session; null where it is not. */
  public @Nullable PinReason cause() {
    return cause;
  }

  /**
   * Returns the reason, as the rest of a sentence about the connection; empty for a moved
   * connection.
   */
  public String reason() {
    return reason;
  }

  /** Returns whether it was only in use. */
  public boolean isBusy() {
    return kind == HandOverKind.BUSY;
  }

  /**
   * Returns whether the next moment may bring another result, without a statement of the session. A
   * transaction manager ends a prepared transaction of the role in milliseconds as a rule, on
   * whichever connection.
   */
  public boolean isPassing() {
    return this == BUSY || cause == PinReason.TWOPHASE;
  }

  /** Returns whether the session itself is why it was not moved, for more than a moment. */
  public boolean isOfSession() {
    return kind == HandOverKind.PINNED || (kind == HandOverKind.HELD && !isPassing());
  }

  @Override
  public String toString() {
    return kind + (reason.isEmpty() ? "" : ": " + reason);
  }
}
