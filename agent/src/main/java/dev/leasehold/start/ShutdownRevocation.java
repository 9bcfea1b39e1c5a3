// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.start;

import dev.leasehold.lease.ParallelTasks;
import dev.leasehold.observe.Log;
import dev.leasehold.observe.OutstandingLeases;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives all leases back when the JVM ends, bounded by {@code leasehold.shutdown-timeout}. A lease
 * that is not given back in time, or when the JVM is killed, ends with its lease.
 *
 * <p>Runs after the application's own shutdown hooks, because these may still answer requests.
 */
final class ShutdownRevocation implements Runnable {

  private final List<BindingRuntime> runtimes;
  private final Duration bound;
  private final OutstandingLeases outstanding;
  private final Runnable last;
  private final Log log;

  /**
   * Makes the end.
   *
   * @param outstanding tells the ends of the leases
   * @param last the work after it
   */
  ShutdownRevocation(
      List<BindingRuntime> runtimes,
      Duration bound,
      OutstandingLeases outstanding,
      Runnable last,
      Log log) {
    this.runtimes = runtimes;
    this.bound = bound;
    this.outstanding = outstanding;
    this.last = last;
    this.log = log;
  }

  void register(Instrumentation instrumentation) {
    try {
      LastShutdownHook.register(this, instrumentation);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unable) {
      log.debug("leases are revoked beside the application's shutdown hooks: " + unable);
      registerBesideTheApplications();
    }
  }

  private void registerBesideTheApplications() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this, "leasehold-shutdown"));
    } catch (IllegalStateException ending) {
      log.debug(
          "the JVM ends while the agent starts: a lease that is still taken out ends by itself");
    }
  }

  @Override
  public void run() {
    AccessController.doPrivileged(
        (PrivilegedAction<@Nullable Void>)
            () -> { // As the caller of System.exit is on the stack.
              revoke();
              return null;
            });
  }

  /** A step that fails for want of memory keeps no later step from being done. */
  private void revoke() {
    try {
      outstanding.ending();
      closeAll();
    } finally {
      try {
        outstanding.write(log, unanswered());
      } finally {
        last.run();
      }
    }
  }

  private void closeAll() {
    long deadline = System.nanoTime() + bound.toNanos();
    List<Runnable> tasks = new ArrayList<>();
    for (BindingRuntime runtime : runtimes) {
      tasks.add(() -> runtime.close(Duration.ofNanos(deadline - System.nanoTime())));
    }
    ParallelTasks closing =
        new ParallelTasks(
            "leasehold-shutdown",
            fault -> log.debug("a fault while leases were revoked: " + fault));
    if (!closing.run(tasks, bound)) {
      log.debug("not every lease was revoked within leasehold.shutdown-timeout");
    }
  }

  /** Asked for now, as an answer may come until the last moment. */
  private List<String> unanswered() {
    List<String> bindings = new ArrayList<>();
    for (BindingRuntime runtime : runtimes) {
      if (runtime.isFetching()) {
        bindings.add(runtime.binding().name());
      }
    }
    return bindings;
  }
}
