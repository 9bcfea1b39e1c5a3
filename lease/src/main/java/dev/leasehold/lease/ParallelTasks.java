// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs tasks at the end of a process, each on a daemon thread of its own. A task for which the JVM
 * has no thread runs on the caller's thread. Only its own bound ends it then. A task that fails
 * keeps no other from running.
 */
public final class ParallelTasks {

  private final ThreadFactory threads;
  private final Consumer<Throwable> faults;

  /**
   * Makes them.
   *
   * @param name the name of the threads
   * @param faults told, on the task's thread, of each error that a task throws
   */
  public ParallelTasks(String name, Consumer<Throwable> faults) {
    this(task -> DaemonThreads.daemon(task, name), faults);
  }

  ParallelTasks(ThreadFactory threads, Consumer<Throwable> faults) {
    this.threads = threads;
    this.faults = faults;
  }

  /** Runs the tasks; returns whether all have ended within {@code bound}. */
  public boolean run(List<Runnable> tasks, Duration bound) {
    long end = System.nanoTime() + bound.toNanos();
    CountDownLatch running = new CountDownLatch(tasks.size());
    for (Runnable task : tasks) {
      begin(() -> run(task, running));
    }
    try {
      return running.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void begin(Runnable counted) {
    try {
      threads.newThread(counted).start();
    } catch (OutOfMemoryError none) { // As the JVM says it where it gets no more threads.
      counted.run();
    }
  }

  private void run(Runnable task, CountDownLatch running) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      tell(fault);
    } finally {
      running.countDown();
    }
  }

  private void tell(Throwable fault) {
    try {
      faults.accept(fault);
    } catch (RuntimeException | Error untold) {
      // There is no memory for words.
    }
  }
}
