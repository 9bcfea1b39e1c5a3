// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.lease.DaemonThreads;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Cancels questions that servers do not answer, and ends the sessions of servers that do not answer
 * the cancel either. A time-out of the socket would not serve. The driver reads on after a time-out
 * that nobody has set by its own method, and the application may see the time-out.
 */
final class SocketDeadlines {

  private static final long IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, task -> DaemonThreads.daemon(task, "leasehold-hand-over-deadline"));

  SocketDeadlines() {
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Starts the thread that counts, so that nobody waits for its start with a lock. */
  void begin() {
    timer.prestartCoreThread();
  }

  /**
   * Closes the socket after so many seconds, unless the deadline is closed before. They are counted
   * one by one: while the JVM or its machine stands still, none goes by, and the answer may be
   * there.
   *
   * @param cancel called when half of them have gone by, on a thread of its own: a server may hang.
   *     Returns whether no cancel can be under way any more.
   */
  SocketDeadline end(Socket socket, int seconds, BooleanSupplier cancel) {
    return new SocketDeadline(socket, seconds, cancel);
  }

  /** A time by which a server is to have answered. */
  final class SocketDeadline implements AutoCloseable {

    private final Socket socket;
    private final BooleanSupplier cancel;
    private final int half;

    /** Done when the cancel is for certain, or the socket is closed. */
    private final CompletableFuture<Void> canceled = new CompletableFuture<>();

    private final Future<?> counting;

    @GuardedBy("this") private int left;

    @GuardedBy("this") private boolean canceling;

    @GuardedBy("this") private boolean answered;

    @GuardedBy("this") private boolean closed;

    private SocketDeadline(Socket socket, int seconds, BooleanSupplier cancel) {
      this.socket = socket;
      this.cancel = cancel;
      this.half = seconds / 2;
      this.left = seconds;
      this.counting = timer.scheduleWithFixedDelay(this::count, 1, 1, TimeUnit.SECONDS);
    }

    private void count() {
      boolean over;
      boolean tooLong;
      synchronized (this) {
        if (closed) {
          return; // Its session is in use again.
        }
        left--;
        over = left == 0;
        tooLong = left == half && !answered;
        canceling |= tooLong;
      }
      if (over) {
        PostgresSession.end(socket);
        canceled.complete(null);
      } else if (tooLong) {
        beginCancel();
      }
    }

    private void beginCancel() {
      Runnable task =
          () -> {
            if (cancel.getAsBoolean()) {
              canceled.complete(null);
            }
          };
      try {
        DaemonThreads.daemon(task, "leasehold-hand-over-cancel").start();
      } catch (OutOfMemoryError noThread) {
        canceled.complete(null); // The socket is closed later.
      }
    }

    /**
     * Waits for a cancel that has begun, which would meet the application's next statement. The
     * wait ends at the deadline, and the session with it.
     *
     * @throws SocketException when the socket was closed
     */
    @Override
    public void close() throws SocketException {
      if (isCanceling()) {
        canceled.join();
      }
      counting.cancel(false);
      if (isOver()) {
        PostgresSession.end(socket); // The thread that counts may not have come so far.
        throw new SocketException("no answer");
      }
    }

    private synchronized boolean isCanceling() {
      answered = true;
      return canceling;
    }

    private synchronized boolean isOver() {
      closed = true;
      return left <= 0;
    }
  }
}
