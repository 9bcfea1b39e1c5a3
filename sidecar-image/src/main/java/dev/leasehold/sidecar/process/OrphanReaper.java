// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.process;

import dev.leasehold.lease.DaemonThreads;
import dev.leasehold.sidecar.process.ChildProcesses.Wait;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaps once a second the processes that programs of process 1 leave behind, on a thread of its
 * own. The C library's functions are linked there, too: nobody waits for it.
 */
final class OrphanReaper {

  private static final Logger LOG = LoggerFactory.getLogger("leasehold");
  private static final long LOOK_MILLIS = 1_000;

  private OrphanReaper() {}

  /** Begins, and goes on until the JVM ends. */
  static void begin(ChildProcesses children) {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> DaemonThreads.daemon(task, "leasehold-reaper"));
    thread.execute(() -> begin(children, thread));
  }

  private static void begin(ChildProcesses children, ScheduledExecutorService thread) {
    Wait wait = link();
    if (wait == null) {
      thread.shutdown();
      return;
    }
    Future<?> ignored =
        thread.scheduleWithFixedDelay(
            () -> look(children, wait), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static void look(ChildProcesses children, Wait wait) {
    try {
      int reaped = children.reap(wait);
      if (reaped > 0) {
        LOG.debug("{} processes were reaped whose parents had ended before them", reaped);
      }
    } catch (RuntimeException fault) { // The next look would have the same.
      LOG.error("orphans are not reaped any more: a fault inside Leasehold", fault);
      throw fault;
    }
  }

  private static @Nullable Wait link() {
    String why = "Java " + Runtime.version().feature() + " has no way to call the C library";
    try {
      if (CLibrary.isAvailable()) {
        return new WaitFunction();
      }
    } catch (ReflectiveOperationException e) {
      why = "the C library's waitid cannot be called: " + (e.getCause() == null ? e : e.getCause());
    }
    LOG.warn(
        "The sidecar is process 1 of its container and cannot reap the processes that its programs"
            + " leave behind. Such processes stay as zombies when they end ({}). Run the sidecar"
            + " with -jar on Java 22 or later, or under an init program, such as that of"
            + " `docker run --init`",
        why);
    return null;
  }
}
