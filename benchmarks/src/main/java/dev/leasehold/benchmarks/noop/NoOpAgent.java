// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.noop;

/** The cost of any agent. */
public final class NoOpAgent {

  private NoOpAgent() {}

  /** Does nothing. */
  public static void premain(String arguments) {}
}
