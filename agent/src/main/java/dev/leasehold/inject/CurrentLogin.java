// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject;

import org.jspecify.annotations.Nullable;

/**
 * Which connect a thread is about. A driver that connects on a thread of its own, as pgjdbc does
 * where {@code loginTimeout} is set, makes that thread within its connect, so it inherits the
 * answer. Other threads that the driver makes then inherit a slot that is empty once the connect
 * has ended.
 */
final class CurrentLogin {

  private static final InheritableThreadLocal<CurrentLogin> CURRENT =
      new InheritableThreadLocal<>();

  private final @Nullable CurrentLogin outer;
  private volatile @Nullable LoginObserver observer;

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
    observer = null;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  /** Returns who is to be told of this thread's connect; null when none is under way. */
  static @Nullable LoginObserver observer() {
    CurrentLogin current = CURRENT.get();
    return current == null ? null : current.observer;
  }
}
