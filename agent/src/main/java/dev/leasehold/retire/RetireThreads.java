// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.retire;

import dev.leasehold.lease.DaemonThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that evict and abort, or move connections. A first thread is there from the start, so
 * that an application that can have no more threads still has its connections ended. More are there
 * for a while, when the first thread is busy.
 */
final class RetireThreads implements Executor, AutoCloseable {

  private static final long IDLE_SECONDS = 10;

  private final HandOffQueue waiting = new HandOffQueue();
  private final ThreadPoolExecutor threads;

  /**
   * Starts the first thread.
   *
   * @param most the greatest number of tasks that run at once; the others wait
   */
  RetireThreads(String name, int most) {
    threads =
        new ThreadPoolExecutor(
            1,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            waiting,
            task -> DaemonThreads.daemon(task, name),
            (task, full) -> waiting.put(task));
    threads.prestartCoreThread();
  }

  /** Runs a task on a free thread or a new thread, or when a thread has become free. */
  @Override
  public void execute(Runnable task) {
    Runnable harmless = harmless(task);
    try {
      threads.execute(harmless);
    } catch (OutOfMemoryError noMoreThreads) {
      waiting.put(harmless);
    }
  }

  /**
   * Starts the first thread again, which should always be there, if the JVM lost it for want of
   * memory.
   */
  void revive() {
    try {
      threads.prestartCoreThread();
    } catch (OutOfMemoryError notYet) {
      // There will be another look.
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  /** A fault of a driver's or of the JVM's does not end the thread: it may be the only thread. */
  private static Runnable harmless(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable fault) {
        // The work is done at the ledger's next look, or the connection stays ended.
      }
    };
  }

  /** Takes a task only if a thread waits for a task, so that the pool makes a thread otherwise. */
  private static final class HandOffQueue extends LinkedTransferQueue<Runnable> {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    @Override
    public void put(Runnable task) {
      super.offer(task);
    }
  }
}
