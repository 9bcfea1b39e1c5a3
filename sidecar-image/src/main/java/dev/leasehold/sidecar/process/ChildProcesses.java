// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Starts the programs of this process. Where it is process 1, the kernel makes it the parent of
 * processes that they leave behind. {@link OrphanReaper} then begins with the first program. Safe
 * for many threads.
 *
 * <p>The JDK waits for each program that it has started, by its number. It would not learn the
 * status if another wait had got it before. So these are left to the JDK.
 */
public final class ChildProcesses {

  private static final long INIT = 1;
  private static final ChildProcesses OF_THIS_JVM = new ChildProcesses();

  /** Children that the JDK waits for, by number. */
  @GuardedBy("this") private final Map<Long, Process> own = new HashMap<>();

  @GuardedBy("this") private boolean reaping;

  ChildProcesses() {}

  /** Starts a program as {@link ProcessBuilder#start} does. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Process started = OF_THIS_JVM.note(builder);
    if (ProcessHandle.current().pid() == INIT) {
      OF_THIS_JVM.beginToReap();
    }
    return started;
  }

  /** Starts a program while {@link #reap} waits, so that it may end before it is noted here. */
  synchronized Process note(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    own.put(process.pid(), process);
    return process;
  }

  private synchronized void beginToReap() {
    if (!reaping) {
      reaping = true;
      OrphanReaper.begin(this);
    }
  }

  /**
   * Reaps the children that have ended, but none that this process has started, and returns how
   * many. It stops at a child of this process: once the JDK has reaped it, the next call gets on.
   */
  synchronized int reap(Wait wait) {
    own.values().removeIf(process -> !process.isAlive()); // Their numbers may be used again.
    int reaped = 0;
    long pid = wait.ended();
    while (pid != 0 && !own.containsKey(pid) && wait.reap(pid)) {
      reaped++;
      pid = wait.ended();
    }
    return reaped;
  }

  /** wait(2), as far as it is needed here. */
  interface Wait {

    /** Returns the number of a child that has ended, and leaves it as it is; 0 where none has. */
    long ended();

    /** Reaps a child that has ended; returns false where that could not be done. */
    boolean reap(long pid);
  }
}
