// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.sidecar.signal;

/**
 * One process, not just one number: a number is used again after its process has ended.
 *
 * @param pid the number, in this process's own PID namespace
 * @param startTicks when it started, in clock ticks since the machine did: field 22 of {@code
 *     /proc/PID/stat}
 * @param name its name, of 15 characters at most
 */
public record TargetProcess(long pid, long startTicks, String name) {

  /** Returns name and number. */
  @Override
  public String toString() {
    return name + " (process " + pid + ")";
  }
}
