// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.retire.HandOverResult;
import dev.leasehold.retire.IdentityReference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * The statements that have gone through one of the driver's query executors. It is its own key, by
 * identity of the executor. The executor belongs to one connection, on each of its sessions.
 */
final class SessionActivity extends IdentityReference {

  private final long openedAt = System.nanoTime();
  private volatile long usedAt = openedAt;
  private volatile boolean answered;
  private volatile boolean endsPrepared;
  private volatile boolean asksForDrawn;
  private volatile boolean asked;
  private volatile @Nullable HandOverResult pin;

  SessionActivity(Object executor, ReferenceQueue<Object> collected) {
    super(executor, collected);
  }

  /** The server has answered. */
  void used() {
    usedAt = System.nanoTime();
    answered = true;
  }

  /** A statement is about to be made that ends a prepared transaction. */
  void endsPrepared() {
    endsPrepared = true;
  }

  /** Returns, once, that such a statement was made; asked when the server has answered. */
  boolean hasEndedPrepared() {
    boolean ended = endsPrepared;
    if (ended) { // Each answer comes here, and a write to a volatile field costs more than a read.
      endsPrepared = false;
    }
    return ended;
  }

  /** A statement was made that calls {@code currval} or {@code lastval}. */
  void mayAskForDrawn() {
    asksForDrawn = true;
  }

  /** Returns whether such a statement was made. */
  boolean isToAskForDrawn() {
    return asksForDrawn;
  }

  /** Its session has told its whole state. A session that it is moved to has done so before. */
  void asked() {
    asked = true;
  }

  /** Returns whether its session has told its state before. */
  boolean wasAsked() {
    return asked;
  }

  /** Returns whether an answer was seen: the first answer is part of the login. */
  boolean hasAnswered() {
    return answered;
  }

  /** Returns the time at which the connection was opened, by {@link System#nanoTime}. */
  long openedAt() {
    return openedAt;
  }

  /** Returns the time of the server's last answer, by {@link System#nanoTime}. */
  long answeredAt() {
    return usedAt;
  }

  /** Returns the time since the server's last answer, in nanoseconds. */
  long quietNanos() {
    return System.nanoTime() - usedAt;
  }

  /** Sets the reason that the connection cannot be moved; the first reason stays. */
  void pin(HandOverResult reason) {
    if (pin == null) {
      pin = reason;
    }
  }

  /**
   * Returns the reason that the connection cannot be moved; null when nothing is known to be in the
   * way.
   */
  @Nullable HandOverResult pin() {
    return pin;
  }
}
