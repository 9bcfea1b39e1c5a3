// SPDX-License-Identifier: Apache-2.0
package dev.leasehold.benchmarks.noop;

/** What any agent costs. */
public final class NoOpAgent {

  private NoOpAgent() {}

  /** Does nothing. */
  public static void premain(String arguments) {}
}
