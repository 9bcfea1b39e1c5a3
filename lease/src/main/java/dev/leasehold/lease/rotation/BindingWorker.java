// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that runs one task after the other. Only {@link #finish} ends it: no task that
 * fails, and no lack of memory. The JDK's executors lose their threads then, as they need memory to
 * wait. Between two tasks this thread needs none.
 *
 * <p>Safe for many threads.
 */
final class BindingWorker {

  private final Object lock = new Object();
  private final Thread thread;
  private final Consumer<Throwable> faults;

  @GuardedBy("lock") private final Queue<Runnable> tasks = new ArrayDeque<>();

  @GuardedBy("lock") private final Queue<Timed> timed = new PriorityQueue<>();

  @GuardedBy("lock") private @Nullable Timed repeated;

  @GuardedBy("lock") private long pauseNanos;

  @GuardedBy("lock") private boolean finishing;

  private BindingWorker(String name, Consumer<Throwable> faults) {
    this.faults = faults;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  /** Starts a thread that hands the throwables of its tasks to {@code faults}. */
  static BindingWorker start(String name, Consumer<Throwable> faults) {
    BindingWorker started = new BindingWorker(name, faults);
    started.thread.start();
    return started;
  }

  /** Runs a task when the tasks before it have ended; not at all after {@link #finish}. */
  void execute(Runnable task) {
    synchronized (lock) {
      if (!finishing) {
        tasks.add(task);
        lock.notifyAll();
      }
    }
  }

  /** Runs a task after a delay, unless it is cancelled or the thread has finished by then. */
  Timed schedule(Duration delay, Runnable task) {
    Timed later = new Timed(task, System.nanoTime() + delay.toNanos());
    synchronized (lock) {
      timed.add(later);
      lock.notifyAll();
    }
    return later;
  }

  /** Takes back a task that has not begun. */
  void cancel(Timed task) {
    synchronized (lock) {
      timed.remove(task);
    }
  }

  /** Runs a task again and again with this pause, also after a run that fails. */
  void each(Duration pause, Runnable task) {
    Timed first = new Timed(task, System.nanoTime() + pause.toNanos());
    synchronized (lock) {
      pauseNanos = pause.toNanos();
      repeated = first;
      lock.notifyAll();
    }
  }

  /** Lets the thread end after its tasks. Tasks that wait for a time do not run any more. */
  void finish() {
    synchronized (lock) {
      finishing = true;
      lock.notifyAll();
    }
  }

  /** Waits until the thread has ended, or until this time of {@link System#nanoTime()}. */
  void awaitEnd(long deadline) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
  }

  private void run() {
    boolean more = true;
    while (more) {
      try {
        Runnable next = next();
        more = next != null;
        if (next != null) {
          next.run();
        }
      } catch (InterruptedException notOurs) {
        // Somebody interrupts every thread of the JVM; this thread goes on.
      } catch (Throwable fault) {
        report(fault); // Not to the thread's handler: that is the application's.
      }
    }
  }

  private void report(Throwable fault) {
    try {
      faults.accept(fault);
    } catch (Throwable unreported) {
      // There is no memory for words; the facts that count were noted before them.
    }
  }

  /** Waits for the next task; null when there will be none. */
  private @Nullable Runnable next() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        Runnable task = tasks.poll();
        if (task != null || finishing) {
          return task;
        }
        Timed first = first();
        long left = first == null ? Long.MAX_VALUE : first.at - System.nanoTime();
        if (first != null && left <= 0) {
          return take(first);
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
    }
  }

  /** Returns the task with the earliest time; null if no task has a time. */
  @GuardedBy("lock") private @Nullable Timed first() {
    Timed first = timed.peek();
    Timed again = repeated;
    return again == null || (first != null && first.compareTo(again) < 0) ? first : again;
  }

  @GuardedBy("lock") private Runnable take(Timed due) {
    if (due == repeated) {
      due.at = System.nanoTime() + pauseNanos;
    } else {
      timed.remove(due);
    }
    return due.task;
  }

  /** A task with a time of {@link System#nanoTime()}. */
  static final class Timed implements Comparable<Timed> {

    private final Runnable task;
    private long at;

    private Timed(Runnable task, long at) {
      this.task = task;
      this.at = at;
    }

    @Override
    public int compareTo(Timed other) {
      return Long.compare(at - other.at, 0);
    }
  }
}
