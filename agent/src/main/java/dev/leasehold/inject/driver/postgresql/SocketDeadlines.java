// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.lease.DaemonThreads;
import java.net.Socket;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends sessions whose servers do not answer in time. A time-out of the socket would not: the driver
 * reads on after one that nobody has set by its own method, and the application may see it.
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

  /** Closes the socket after so many milliseconds, unless the deadline is closed before. */
  SocketDeadline end(Socket socket, int millis) {
    ScheduledFuture<?> end =
        timer.schedule(() -> PostgresSession.end(socket), millis, TimeUnit.MILLISECONDS);
    return () -> end.cancel(false);
  }

  /** A time by which something is to be done. */
  interface SocketDeadline extends AutoCloseable {

    @Override
    void close();
  }
}
