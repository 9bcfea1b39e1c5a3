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
import org.jspecify.annotations.Nullable;

/**
 * Cancels questions that servers do not answer, and ends the sessions of servers that do not answer
 * the cancel either. A time-out of the socket would not serve. The driver reads on after a time-out
 * that nobody has set by its own method, and the application may see the time-out.
 */
final class SocketDeadlines {

  private static final long IDLE_SECONDS = 10;

  /** As often a deadline is looked at. */
  private static final int TICK_MILLIS = 100;

  /**
   * A thread that waits for a question bears it for so long and a step more. That is half of the
   * shortest time-out that a statement can have by JDBC. The time-out's own cancel is to meet the
   * statement.
   */
  private static final int BORNE_MILLIS = 400;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, task -> DaemonThreads.daemon(task, "leasehold-hand-over-deadline"));

  SocketDeadlines() {
    timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Returns a watch over the questions of an attempt, which come one after the other. To begin and
   * to end a deadline sets no timer then: a thread that waits would wait for that, too.
   */
  DeadlineWatch watch() {
    return new DeadlineWatch();
  }

  /** Runs a task after so many milliseconds, unless it is cancelled before. */
  Future<?> after(long millis, Runnable task) {
    return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Looks at one deadline after the other, from its beginning to its close. */
  final class DeadlineWatch implements AutoCloseable {

    private final Future<?> looking;

    private volatile @Nullable SocketDeadline current;

    private DeadlineWatch() {
      this.looking =
          timer.scheduleWithFixedDelay(this::look, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
      SocketDeadline deadline = current;
      if (deadline != null) {
        deadline.look();
      }
    }

    /**
     * Closes the socket of a session after {@link SocketLoan#BOUND_MILLIS}, unless the deadline is
     * closed before. If the socket has a time-out, it is closed after that at the latest. The
     * milliseconds are counted in steps: while the JVM or its machine stands still, none goes by,
     * and the answer may be there. The step in which the deadline begins does not count. The
     * statement of the session is cancelled when half of them have gone by, or when a thread has
     * waited. That is on a thread of its own: a server may hang.
     *
     * @param awaited whether a thread of the application's waits
     */
    SocketDeadline end(PostgresSession asked, BooleanSupplier awaited)
        throws ReflectiveOperationException {
      SocketDeadline deadline = new SocketDeadline(asked, awaited);
      current = deadline;
      return deadline;
    }

    @Override
    public void close() {
      looking.cancel(false);
    }
  }

  /** A time by which a server is to have answered. */
  static final class SocketDeadline implements AutoCloseable {

    private final PostgresSession asked;
    private final Socket socket;
    private final BooleanSupplier awaited;

    /** Done when the cancel is for certain, or the socket is closed. */
    private final CompletableFuture<Void> canceled = new CompletableFuture<>();

    @GuardedBy("this") private boolean begun;

    @GuardedBy("this") private int gone;

    @GuardedBy("this") private int left;

    @GuardedBy("this") private boolean canceling;

    @GuardedBy("this") private boolean answered;

    @GuardedBy("this") private boolean closed;

    private SocketDeadline(PostgresSession asked, BooleanSupplier awaited)
        throws ReflectiveOperationException {
      this.asked = asked;
      this.socket = asked.socket();
      this.awaited = awaited;
      this.left = SocketLoan.BOUND_MILLIS;
    }

    private void look() {
      boolean over;
      boolean tooLong;
      synchronized (this) {
        if (closed) {
          return; // Its session is in use again.
        }
        if (!begun) {
          begun = true; // A part of this step was over when it began.
          return;
        }
        gone += TICK_MILLIS;
        left = Math.min(left - TICK_MILLIS, timeout());
        over = left <= 0;
        tooLong = !answered && !canceling && isTooLong();
        canceling |= tooLong;
      }
      if (over) {
        PostgresSession.end(socket);
        canceled.complete(null);
      } else if (tooLong) {
        beginCancel();
      }
    }

    /** The application may set it meanwhile, for a statement that waits. */
    private int timeout() {
      try {
        int millis = socket.getSoTimeout();
        return millis == 0 ? Integer.MAX_VALUE : millis;
      } catch (SocketException closed) {
        return Integer.MAX_VALUE;
      }
    }

    @GuardedBy("this") private boolean isTooLong() {
      return gone >= left || (gone >= BORNE_MILLIS && awaited.getAsBoolean());
    }

    private void beginCancel() {
      Runnable task =
          () -> {
            if (asked.cancel()) {
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
      if (isOver()) {
        PostgresSession.end(socket); // The thread that counts may not have come so far.
        throw new SocketException("no answer");
      }
    }

    private synchronized boolean isCanceling() {
      answered = true;
      return canceling;
    }

    /** Returns whether the question was cancelled; after the close. */
    synchronized boolean hasCanceled() {
      return canceling;
    }

    private synchronized boolean isOver() {
      closed = true;
      return left <= 0;
    }
  }
}
