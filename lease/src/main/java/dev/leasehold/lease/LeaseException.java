// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import org.jspecify.annotations.Nullable;

/**
 * A source refused or could not be asked. The message names the thing, the answer and the next
 * step, and holds no secret.
 */
public final class LeaseException extends Exception {

  /** The kind of a failure, as far as it changes the next step. */
  public enum Kind {
    /** Not reached, timed out, overloaded, sealed, standby: likely to pass by itself. */
    UNAVAILABLE,
    /**
     * The source refused: login or policy. Asked again, more slowly: an operator may be at work.
     */
    DENIED,
    /** Nothing is at that path, or it answers with something else: a matter of configuration. */
    INVALID,
    /** The lease is not known any more: revoked or expired. */
    GONE,
    /** A defect of Leasehold's own, or a JVM without memory. Asked again, as that may pass. */
    FAULT;

    /** Returns whether it is likely to pass by itself, so that the credential in use is kept. */
    public boolean isPassing() {
      return this == UNAVAILABLE || this == FAULT;
    }
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String correlationId;
  private final boolean unanswered;

  /** Makes an exception without a cause. */
  public LeaseException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** Makes an exception; the message of {@code cause} should already be part of {@code message}. */
  public LeaseException(Kind kind, String message, @Nullable Throwable cause) {
    this(
        kind,
        message,
        cause,
        cause instanceof LeaseException ? ((LeaseException) cause).correlationId : "",
        cause instanceof LeaseException && ((LeaseException) cause).unanswered);
  }

  /**
   * Makes an exception of a request that may stand in the source's own log.
   *
   * @param correlationId the request's name in that log; empty where it has none. The name is no
   *     part of the message, as messages that differ are taken for failures that differ
   */
  public LeaseException(
      Kind kind, String message, @Nullable Throwable cause, String correlationId) {
    this(kind, message, cause, correlationId, false);
  }

  private LeaseException(
      Kind kind,
      String message,
      @Nullable Throwable cause,
      String correlationId,
      boolean unanswered) {
    super(message, cause);
    this.kind = kind;
    this.correlationId = correlationId;
    this.unanswered = unanswered;
  }

  /**
   * Returns the exception of a request that was sent, in part at least, and has no whole answer.
   * The source may have carried it out.
   *
   * @param correlationId the request's name in the source's own log
   */
  public static LeaseException unanswered(
      Kind kind, String message, @Nullable Throwable cause, String correlationId) {
    return new LeaseException(kind, message, cause, correlationId, true);
  }

  /** Returns the kind of the failure, as far as it changes the next step. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether the request was sent and has no whole answer: it may have been done. */
  public boolean isUnanswered() {
    return unanswered;
  }

  /**
   * Returns the text that a log line adds to a failure's message, so that an operator finds the
   * request in the source's log. Empty where the request has no name there.
   */
  public static String correlation(Exception failure) {
    String id = failure instanceof LeaseException ? ((LeaseException) failure).correlationId : "";
    return id.isEmpty() ? "" : " [correlation id " + id + "]";
  }
}
