// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import dev.leasehold.target.Target;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one binding, all daemons. The first thread runs the rotation, the second asks the
 * source, the third revokes, the fourth asks a database. All are started at once, so that a lease
 * is renewed although the application runs out of threads later. Further databases have further
 * threads.
 *
 * <p>A task that fails is reported, and its thread goes on. Where there is no memory to take a task
 * in, the caller gets the error.
 */
final class BindingWorkers implements ProbeRunner {

  private final BindingWorker rotation;
  private final BindingWorker source;
  private final BindingWorker revocation;
  private final ProbeThreads probe;
  private final AtomicInteger asking = new AtomicInteger();
  private BindingWorker.@Nullable Timed alarm;

  /**
   * Starts the threads.
   *
   * @param probes how many databases may be asked at once
   */
  BindingWorkers(String binding, int probes, Consumer<Throwable> faults) {
    rotation = BindingWorker.start("leasehold-" + binding, faults);
    source = BindingWorker.start("leasehold-" + binding + "-source", faults);
    revocation = BindingWorker.start("leasehold-" + binding + "-revoke", faults);
    probe = new ProbeThreads("leasehold-" + binding + "-probe", probes, faults);
  }

  @Override
  public void tell(Runnable event) {
    rotation.execute(event);
  }

  /** Runs a task on the rotation's thread again and again, also after it has failed. */
  void each(Duration pause, Runnable task) {
    rotation.each(pause, task);
  }

  @Override
  public void tellIn(Duration delay, Runnable event) {
    BindingWorker.Timed ignored = rotation.schedule(delay, event);
  }

  /** Runs a task that asks the source. */
  void ask(Runnable operation) {
    counted(operation, source::execute);
  }

  /** See there; {@link #isAsking()} counts the trials that are awaited. */
  @Override
  public void tryOut(Target target, Runnable trial, boolean awaited) {
    if (awaited) {
      counted(trial, counted -> probe.execute(target, counted));
    } else if (!probe.isAsking(target)) {
      probe.execute(target, trial);
    }
  }

  private void counted(Runnable operation, Consumer<Runnable> thread) {
    Runnable counted =
        () -> {
          try {
            operation.run();
          } finally {
            asking.decrementAndGet();
          }
        };
    asking.incrementAndGet();
    try {
      thread.accept(counted);
    } catch (OutOfMemoryError notBegun) {
      asking.decrementAndGet();
      throw notBegun;
    }
  }

  /** Returns whether something that the rotation waits for is asked, or about to be. */
  boolean isAsking() {
    return asking.get() > 0;
  }

  /** Runs a task that revokes. */
  void revoke(Runnable operation) {
    revocation.execute(operation);
  }

  /**
   * Runs a task on the rotation's thread after a delay, instead of the task before. Call on the
   * rotation's thread.
   */
  void wakeIn(Duration delay, Runnable wake) {
    if (alarm != null) {
      rotation.cancel(alarm);
    }
    alarm = rotation.schedule(delay, wake);
  }

  /** Runs a task that revokes after a delay. */
  void revokeLater(Duration delay, Runnable operation) {
    BindingWorker.Timed ignored = revocation.schedule(delay, operation);
  }

  /**
   * Lets the requests to the source end, then {@code between} on the rotation's thread, then the
   * revocations; at most {@code bound} in all.
   */
  void close(Duration bound, Runnable between) {
    long deadline = System.nanoTime() + bound.toNanos();
    try {
      source.finish();
      probe.finish();
      source.awaitEnd(deadline);
      rotation.execute(between);
      rotation.finish();
      rotation.awaitEnd(deadline);
      revocation.finish();
      revocation.awaitEnd(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
