package dev.leasehold.lease;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The three threads of one binding, all daemons, all started at once so that an application that
 * runs out of threads later cannot keep a lease from being renewed: one runs the rotation, one asks
 * the source and the database, one revokes.
 *
 * <p>A task that fails is reported, and its thread goes on.
 */
final class LifeThreads {

  private final ScheduledThreadPoolExecutor rotation;
  private final ScheduledThreadPoolExecutor source;
  private final ScheduledThreadPoolExecutor revocation;
  private final Consumer<Throwable> faults;
  private final AtomicInteger asking = new AtomicInteger();
  private @Nullable ScheduledFuture<?> alarm;

  LifeThreads(String binding, Consumer<Throwable> faults) {
    this.faults = faults;
    rotation = thread("leasehold-" + binding);
    source = thread("leasehold-" + binding + "-source");
    revocation = thread("leasehold-" + binding + "-revoke");
  }

  /** Runs a task on the rotation's thread. */
  void tell(Runnable event) {
    execute(rotation, event);
  }

  /** Runs a task on the rotation's thread again and again, also after it has failed. */
  void each(Duration pause, Runnable task) {
    ScheduledFuture<?> ignored =
        rotation.scheduleWithFixedDelay(
            guarded(task), pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs a task that asks the source or the database. */
  void ask(Runnable operation) {
    asking.incrementAndGet();
    try {
      execute(
          source,
          () -> {
            try {
              operation.run();
            } finally {
              asking.decrementAndGet();
            }
          });
    } catch (OutOfMemoryError notBegun) {
      asking.decrementAndGet();
      throw notBegun;
    }
  }

  /** Returns whether something asks the source or the database, or is about to. */
  boolean isAsking() {
    return asking.get() > 0;
  }

  /** Runs a task that revokes. */
  void revoke(Runnable operation) {
    execute(revocation, operation);
  }

  /**
   * Runs a task on the rotation's thread after a delay, instead of the one before. Call on the
   * rotation's thread.
   */
  void wakeIn(Duration delay, Runnable wake) {
    if (alarm != null) {
      alarm.cancel(false);
    }
    alarm = schedule(delay, wake);
  }

  /** Runs a task on the rotation's thread after a delay. */
  void later(Duration delay, Runnable task) {
    ScheduledFuture<?> ignored = schedule(delay, task);
  }

  /**
   * Lets what asks the source end, then {@code between} on the rotation's thread, then what
   * revokes; at most {@code bound} in all.
   */
  void close(Duration bound, Runnable between) {
    long deadline = System.nanoTime() + bound.toNanos();
    try {
      source.shutdown();
      awaitEnd(source, deadline);
      execute(rotation, between);
      rotation.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      rotation.shutdown();
      awaitEnd(rotation, deadline);
      revocation.shutdown();
      awaitEnd(revocation, deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitEnd(ScheduledThreadPoolExecutor thread, long deadline)
      throws InterruptedException {
    thread.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private @Nullable ScheduledFuture<?> schedule(Duration delay, Runnable task) {
    try {
      return rotation.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return null;
    }
  }

  private void execute(ScheduledThreadPoolExecutor thread, Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException closed) {
      // After close nothing is left to be done.
    }
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Throwable fault) {
        report(fault); // Not to the thread's handler: that is the application's.
      }
    };
  }

  private void report(Throwable fault) {
    try {
      faults.accept(fault);
    } catch (Throwable unreported) {
      // There is no memory for words; what counts was noted before them.
    }
  }

  private static ScheduledThreadPoolExecutor thread(String name) {
    ThreadFactory daemon =
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        };
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, daemon);
    executor.setRemoveOnCancelPolicy(true);
    executor.prestartAllCoreThreads();
    return executor;
  }
}
