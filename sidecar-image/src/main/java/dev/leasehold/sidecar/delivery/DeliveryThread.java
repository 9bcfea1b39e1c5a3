// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.delivery;

import dev.leasehold.lease.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes a binding's file. A task that fails is logged, and the thread goes on.
 * After {@link #close} no task begins. Safe for many threads.
 */
final class DeliveryThread {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");

  private final String binding;
  private final ScheduledExecutorService thread;

  DeliveryThread(String binding) {
    this.binding = binding;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> DaemonThreads.daemon(task, "leasehold-" + binding + "-file"));
  }

  String binding() {
    return binding;
  }

  void run(Runnable task) {
    runIn(Duration.ZERO, task);
  }

  void runIn(Duration delay, Runnable task) {
    try {
      Future<?> ignored = thread.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("{}: the sidecar ends", binding);
    }
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error internal) { // The executor would keep it to itself.
        LOG.error("{}: a fault inside Leasehold", binding, internal);
      }
    };
  }

  /** Ends the thread and waits for the task that may be under way, no longer than so. */
  void close(Duration bound) throws InterruptedException {
    List<Runnable> ignored = thread.shutdownNow();
    if (!thread.awaitTermination(bound.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.debug("{}: the file's thread is still at work", binding);
    }
  }
}
