// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.lease.rotation;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.leasehold.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The threads that try credentials, so that a target that hangs holds up no other. The first is
 * there from the start, for an application that can have no more threads. More are started as they
 * are needed. Questions to one target are asked one after the other. Safe for many threads.
 */
final class ProbeThreads {

  private final String name;
  private final int most;
  private final Consumer<Throwable> faults;

  @GuardedBy("this") private final List<Worker> workers = new ArrayList<>();

  @GuardedBy("this") private final Map<Target, Worker> asking = new HashMap<>();

  @GuardedBy("this") private boolean finishing;

  /**
   * Makes the first thread.
   *
   * @param most how many threads there may be: a thread for each target that is tried at once
   */
  ProbeThreads(String name, int most, Consumer<Throwable> faults) {
    this.name = name;
    this.most = most;
    this.faults = faults;
    workers.add(start());
  }

  @GuardedBy("this") private Worker start() {
    return new Worker(BindingWorker.start(name + '-' + (workers.size() + 1), faults));
  }

  /** Runs a task that asks a target, after the tasks that ask it already. */
  synchronized void execute(Target target, Runnable task) {
    Worker busy = asking.get(target);
    Worker worker = busy == null ? leastBusy() : busy;
    asking.put(target, worker);
    worker.begin(target);
    boolean begun = false;
    try {
      worker.thread.execute(() -> run(target, worker, task));
      begun = true;
    } finally {
      if (!begun) {
        ended(target, worker);
      }
    }
  }

  private void run(Target target, Worker worker, Runnable task) {
    try {
      task.run();
    } finally {
      ended(target, worker);
    }
  }

  private synchronized void ended(Target target, Worker worker) {
    if (worker.end(target)) {
      asking.remove(target);
    }
  }

  /** Returns whether a target is being asked, or about to be. */
  synchronized boolean isAsking(Target target) {
    return asking.containsKey(target);
  }

  @GuardedBy("this") private Worker leastBusy() {
    Worker best = workers.get(0);
    for (Worker worker : workers) {
      best = worker.targets.size() < best.targets.size() ? worker : best;
    }
    if (!best.targets.isEmpty() && workers.size() < most && !finishing) {
      try {
        best = start();
        workers.add(best);
      } catch (OutOfMemoryError noThread) {
        return best; // It comes to it later.
      }
    }
    return best;
  }

  /** Lets the threads end after their tasks. */
  synchronized void finish() {
    finishing = true;
    workers.forEach(worker -> worker.thread.finish());
  }

  /** A thread, and the targets that it asks or is about to ask, a target for each task. */
  private static final class Worker {

    private final BindingWorker thread;
    private final List<Target> targets = new ArrayList<>();

    Worker(BindingWorker thread) {
      this.thread = thread;
    }

    void begin(Target target) {
      targets.add(target);
    }

    /** Ends one task; returns whether there is no other for that target. */
    boolean end(Target target) {
      targets.remove(target);
      return !targets.contains(target);
    }
  }
}
