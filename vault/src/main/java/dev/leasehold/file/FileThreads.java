// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.file;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs calls of the file system that may never return, each on a thread of its own and for a
 * bounded time. Such a call opens a pipe without a writer, or a file on a mount that hangs. Safe
 * for use by many threads.
 *
 * <p>A call that hangs keeps its thread, for Java cannot end it. The next call is tried only after
 * twice the bound. The wait doubles with each further call that hangs, up to 128 times the bound. A
 * file that is good again is read at the next try. With a bound of five seconds that comes within
 * eleven minutes, and a file that hangs for a day costs some 140 threads.
 */
final class FileThreads {

  private static final int MAX_DOUBLINGS = 7;

  private final Duration bound;

  @GuardedBy("this") private final List<Future<?>> hanging = new ArrayList<>();

  @GuardedBy("this") private long lastHung;

  FileThreads(Duration bound) {
    this.bound = bound;
  }

  /**
   * Returns the result of the call.
   *
   * @throws TimeoutException when it does not return in time, or others hang and its turn has not
   *     come
   * @throws ExecutionException with the exception of the call as its cause
   * @throws InterruptedException when this thread is interrupted
   */
  <T> T call(Callable<T> call) throws TimeoutException, ExecutionException, InterruptedException {
    requireTurn();
    FutureTask<T> task = new FutureTask<>(call);
    start(task);
    try {
      return task.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      hangs(task);
      throw e;
    }
  }

  /**
   * In a process that can have no more threads the call is made on this thread, without a bound.
   */
  private static void start(FutureTask<?> task) {
    Thread thread = new Thread(task, "leasehold-file");
    thread.setDaemon(true);
    thread.setContextClassLoader(FileThreads.class.getClassLoader());
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      task.run();
    }
  }

  private synchronized void hangs(FutureTask<?> task) {
    hanging.add(task);
    lastHung = System.nanoTime();
  }

  /** Returns whether no call hangs. */
  synchronized boolean areFree() {
    hanging.removeIf(Future::isDone);
    return hanging.isEmpty();
  }

  /** Returns the time from the last of so many calls that hang to the next. */
  Duration pauseAfter(int calls) {
    return bound.multipliedBy(1L << Math.min(calls, MAX_DOUBLINGS));
  }

  private synchronized void requireTurn() throws TimeoutException {
    if (areFree()) {
      return;
    }
    if (System.nanoTime() - lastHung < pauseAfter(hanging.size()).toNanos()) {
      throw new TimeoutException(hanging.size() + " earlier calls hang");
    }
  }
}
