// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.inject.driver.postgresql;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.retire.HandOverResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A turn with the monitor of an object, unless another thread keeps that for too long. A lock can
 * be tried, and a monitor cannot. So a thread of its own waits for it, and does nothing once the
 * time is over: a statement may run for hours.
 */
final class MonitorTurn {

  /** A statement that has just begun is waited for so long. */
  private static final long PATIENCE_MILLIS = 250;

  private MonitorTurn() {}

  /** A task for the thread that has the monitor. */
  @FunctionalInterface
  interface TurnTask {
    @Nullable HandOverResult run() throws ReflectiveOperationException;
  }

  /**
   * Runs a task with a monitor, on a thread of its own, and waits for its result.
   *
   * @return the result of the task; BUSY_ONCE_OPEN when it was not begun, which ends an attempt
   */
  static @Nullable HandOverResult take(Object monitor, SocketDeadlines deadlines, TurnTask task)
      throws ReflectiveOperationException {
    AtomicBoolean settled = new AtomicBoolean();
    CompletableFuture<@Nullable HandOverResult> turn =
        CompletableFuture.supplyAsync(
            () -> run(monitor, settled, task),
            waiting -> DaemonThreads.daemon(waiting, "leasehold-hand-over-turn").start());
    Future<?> over =
        deadlines.after(
            PATIENCE_MILLIS,
            () -> {
              if (settled.compareAndSet(false, true)) {
                turn.complete(HandOverResult.BUSY_ONCE_OPEN); // Each wait costs a thread.
              }
            });
    try {
      return turn.join();
    } catch (CompletionException failed) {
      throw cause(failed);
    } finally {
      over.cancel(false);
    }
  }

  private static @Nullable HandOverResult run(
      Object monitor, AtomicBoolean settled, TurnTask task) {
    synchronized (monitor) {
      if (!settled.compareAndSet(false, true)) {
        return HandOverResult.BUSY_ONCE_OPEN;
      }
      try {
        return task.run();
      } catch (ReflectiveOperationException unknown) {
        throw new CompletionException(unknown);
      }
    }
  }

  private static ReflectiveOperationException cause(CompletionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof Error) {
      throw (Error) cause;
    }
    if (cause instanceof ReflectiveOperationException) {
      return (ReflectiveOperationException) cause;
    }
    throw failed;
  }
}
