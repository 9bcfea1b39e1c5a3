// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import dev.leasehold.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * The connect that a thread is making. A driver may connect on a thread of its own, as pgjdbc does
 * where {@code loginTimeout} is set. It makes that thread within its connect, so the thread
 * inherits the answer. It may go on with its login when the connect has ended, as after a time-out,
 * and asks still. Other threads that the driver makes then inherit it, too, until they connect
 * themselves.
 */
final class CurrentLogin {

  private static final InheritableThreadLocal<CurrentLogin> CURRENT =
      new InheritableThreadLocal<>();

  private final @Nullable CurrentLogin outer;
  private volatile LoginObserver observer;
  private volatile boolean ended;

  /** The driver's own name of the server that it logs in to, and which that is. */
  private volatile @Nullable Object server;

  private volatile @Nullable Target target;

  private CurrentLogin(@Nullable CurrentLogin outer, LoginObserver observer) {
    this.outer = outer;
    this.observer = observer;
  }

  /** Begins a connect on this thread. */
  static CurrentLogin begin(LoginObserver observer) {
    CurrentLogin begun = new CurrentLogin(CURRENT.get(), observer);
    CURRENT.set(begun);
    return begun;
  }

  /** Ends the connect; on the thread on which it began. */
  void end() {
    observer = observer.afterwards(); // Threads that the driver has made hold on to this.
    ended = true;
    reaching(null, null);
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /**
   * Forgets, on a thread that connects anew, a connect that it was made within, and that has ended.
   */
  static void forgetEnded() {
    CurrentLogin inherited = CURRENT.get();
    if (inherited != null && inherited.ended) {
      CURRENT.remove();
    }
  }

  /**
   * Returns the connect that this thread is about, or that it was made within; null without such a
   * connect.
   */
  static @Nullable CurrentLogin current() {
    return CURRENT.get();
  }

  /** Returns whether the connect has ended, though this thread of the driver's goes on. */
  boolean hasEnded() {
    return ended;
  }

  /** Returns the observer of this connect's logins. */
  LoginObserver observer() {
    return observer;
  }

  /**
   * Notes a server until it has answered. On the thread that logs in. Once the connect has ended,
   * nobody asks for the answer, and the server would stay with each thread that has inherited this.
   */
  void reaching(@Nullable Object next, @Nullable Target which) {
    server = next;
    target = which;
    if (ended) {
      server = null;
      target = null;
    }
  }

  /** Returns the target of a server that has answered; null where that was not noted. */
  @Nullable Target answered(Object by) {
    Target noted = server == by ? target : null;
    reaching(null, null);
    return noted;
  }
}
