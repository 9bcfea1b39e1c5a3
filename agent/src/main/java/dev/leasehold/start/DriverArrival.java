// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The moment from which connections are to be expected: the application loads a class through which
 * a driver connects. Safe for many threads; never makes one wait.
 *
 * <p>A service loader, and with it {@code DriverManager}, loads every driver of the class path,
 * also in a program that connects to nothing. For a driver that is loaded in this way, leases begin
 * with the first connection.
 */
final class DriverArrival {

  private static final Runnable ARRIVED = () -> {};

  private final AtomicReference<@Nullable Runnable> then = new AtomicReference<>();

  /** Says that such a class is being loaded on this thread. */
  void loading() {
    if (then.get() != ARRIVED && !isListed(new Throwable().getStackTrace())) {
      arrived();
    }
  }

  private void arrived() {
    Runnable next = then.getAndSet(ARRIVED);
    if (next != null) {
      next.run();
    }
  }

  /** Runs a task, once: now, if a driver has arrived, or when a driver arrives. */
  void then(Runnable task) {
    if (!then.compareAndSet(null, task)) {
      task.run();
    }
  }

  /** Returns whether a class is loaded because it is on a list of all drivers. */
  static boolean isListed(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (type.equals("java.sql.DriverManager") || type.startsWith("java.util.ServiceLoader")) {
        return true;
      }
    }
    return false;
  }
}
