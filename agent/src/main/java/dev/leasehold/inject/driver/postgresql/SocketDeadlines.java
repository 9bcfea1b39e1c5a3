// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.lease.DaemonThreads;
import java.net.Socket;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends sessions whose servers do not answer in time. A time-out of the socket would not: the driver
 * reads on after a time-out that nobody has set by its own method. The application might see the
 * time-out, too.
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
   */
  SocketDeadline end(Socket socket, int seconds) {
    AtomicInteger left = new AtomicInteger(seconds);
    ScheduledFuture<?> counting =
        timer.scheduleWithFixedDelay(() -> count(left, socket), 1, 1, TimeUnit.SECONDS);
    return () -> counting.cancel(false);
  }

  private static void count(AtomicInteger left, Socket socket) {
    if (left.decrementAndGet() == 0) {
      PostgresSession.end(socket);
    }
  }

  /** A time by which something is to be done. */
  interface SocketDeadline extends AutoCloseable {

    @Override
    void close();
  }
}
