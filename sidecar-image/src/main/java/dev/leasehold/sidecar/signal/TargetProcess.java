// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

import java.util.Optional;

/**
 * One process, not just one number: a number is used again after its process has ended.
 *
 * @param pid the number, in this process's own PID namespace
 * @param startTicks when it started, in clock ticks since the machine did: field 22 of {@code
 *     /proc/PID/stat}
 * @param name its name, of 15 characters at most
 */
public record TargetProcess(long pid, long startTicks, String name) {

  /** Returns the number of the process that started it; 0 where that is not visible. */
  public long parent() {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).orElse(0L);
  }

  /**
   * Returns whether it is a program that was started after that moment. A copy that a program made
   * of itself is not: it has the content that the program had read before.
   */
  public boolean startedAfter(StartTime moment) {
    return startTicks > moment.ticks() && !isCopy();
  }

  private boolean isCopy() {
    Optional<ProcessHandle> self = ProcessHandle.of(pid);
    Optional<ProcessHandle> parent = self.flatMap(ProcessHandle::parent);
    return parent.isPresent() && command(self).equals(command(parent));
  }

  /** Two that may not be looked into are taken for one program. */
  private static Optional<String> command(Optional<ProcessHandle> process) {
    return process.flatMap(handle -> handle.info().command());
  }

  /** Returns name and number. */
  @Override
  public String toString() {
    return name + " (process " + pid + ")";
  }
}
